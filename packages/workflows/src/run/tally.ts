import type { BatchLanded, ShardProgress } from '@headrace/contracts';

/** Nothing landed yet. */
export const emptyTally: ShardProgress = {
  landed: 0,
  absent: 0,
  quarantined: 0,
  requests: 0,
  retries: 0,
  batchesDone: 0,
};

/** Counts a batch that has ended. */
export function addBatch(tally: ShardProgress, batch: BatchLanded): ShardProgress {
  return addShard(tally, { ...batch, batchesDone: 1 });
}

/** Counts a shard that has ended. */
export function addShard(tally: ShardProgress, shard: ShardProgress): ShardProgress {
  return {
    landed: tally.landed + shard.landed,
    absent: tally.absent + shard.absent,
    quarantined: tally.quarantined + shard.quarantined,
    requests: tally.requests + shard.requests,
    retries: tally.retries + shard.retries,
    batchesDone: tally.batchesDone + shard.batchesDone,
  };
}
