import type { Landed } from '@headrace/contracts';

export interface BatchCounts {
  readonly listed: number;
  readonly landed: number;
  readonly absent: number;
  readonly quarantined: number;
  readonly requests: number;
}

export function toLanded({ listed, landed, absent, quarantined, requests }: BatchCounts): Landed {
  return { landed, absent, quarantined, requests, pending: listed - landed - absent - quarantined };
}
