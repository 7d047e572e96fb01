import type { RunProgress, ShardProgress } from '@headrace/contracts';

import type { PendingActivity } from './pending-work.ts';

export interface InFlight {
  /** Of shards that their run does not count yet. */
  readonly shards: readonly ShardProgress[];
  /** Activities that the run and its shards wait for. */
  readonly pending: readonly PendingActivity[];
}

/** A run's progress with what its shards and batches in flight have done. */
export function sumProgress(told: RunProgress, { shards, pending }: InFlight): RunProgress {
  return [...shards, ...pending.map(toTally)].reduce<RunProgress>(
    (sum, part) => ({
      ...sum,
      landed: sum.landed + part.landed,
      absent: sum.absent + part.absent,
      quarantined: sum.quarantined + part.quarantined,
      requests: sum.requests + part.requests,
      retries: sum.retries + part.retries,
      batchesDone: sum.batchesDone + part.batchesDone,
    }),
    told,
  );
}

/** The later of two looks at a running run; what was seen is not taken back. */
export function forwardProgress(before: RunProgress | null, now: RunProgress | null): RunProgress | null {
  if (before === null || now === null) return now ?? before;
  // The totals of its end are the store's.
  if (now.phase === 'ended') return now;
  return {
    ...now,
    listedAll: before.listedAll || now.listedAll,
    listed: Math.max(before.listed, now.listed),
    landed: Math.max(before.landed, now.landed),
    absent: Math.max(before.absent, now.absent),
    quarantined: Math.max(before.quarantined, now.quarantined),
    requests: Math.max(before.requests, now.requests),
    retries: Math.max(before.retries, now.retries),
    batches: Math.max(before.batches, now.batches),
    batchesDone: Math.max(before.batchesDone, now.batchesDone),
    shards: Math.max(before.shards, now.shards),
    shardsDone: Math.max(before.shardsDone, now.shardsDone),
  };
}

/** The unfinished work of an activity: its batch's counts, and its further attempts. */
function toTally({ activity, attempt, batch }: PendingActivity): ShardProgress {
  const { landed, absent, quarantined, requests } = batch ?? nothing;
  const retries = activity === 'land' ? attempt - 1 : 0;
  return { landed, absent, quarantined, requests, retries, batchesDone: 0 };
}

const nothing = { landed: 0, absent: 0, quarantined: 0, requests: 0 } as const;
