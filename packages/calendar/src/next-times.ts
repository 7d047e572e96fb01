import type { TimedWhen } from '@headrace/contracts';

import { createNominalTimes } from './nominal-times.ts';

export interface NextTimesOptions {
  readonly after: Date;
  /** Times at most. */
  readonly limit: number;
}

/** The nominal times after an instant, in order: the same as Temporal's. Throws as `checkWhen` says. */
export function nextTimes(when: TimedWhen, { after, limit }: NextTimesOptions): Date[] {
  const found: Date[] = [];
  for (const time of createNominalTimes(when).after(after.getTime())) {
    if (found.length >= limit) break;
    found.push(new Date(time));
  }
  return found;
}
