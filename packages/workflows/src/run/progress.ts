import {
  control,
  type BatchLanded,
  type Conclusion,
  type RunPhase,
  type RunProgress,
  type RunRef,
  type Shard,
  type ShardProgress,
  type Steering,
  type Waiting,
} from '@headrace/contracts';
import { defineQuery, setCurrentDetails, setHandler } from '@temporalio/workflow';

/** The state of a run: answers the progress query and keeps the Web UI's current details. */
export interface ProgressTracker {
  readonly now: RunProgress;
  enter(phase: RunPhase): void;
  /** Notes the datasets that the run waits for; none once the wait is over. */
  wait(waitsFor: readonly Waiting[]): void;
  steer(steering: Steering): void;
  addPlanned(shard: Shard): void;
  addBatch(landed: BatchLanded): void;
  /** Counts a shard that a child workflow has landed. */
  addShard(landed: ShardProgress): void;
  conclude(conclusion: Conclusion): void;
}

/** A run's progress at its start. */
export function toProgress(ref: RunRef, startedAt: Date, steering: Steering): RunProgress {
  return {
    ...ref,
    ...emptyTally,
    phase: 'plan',
    listedAll: false,
    listed: 0,
    batches: 0,
    shards: 0,
    shardsDone: 0,
    steering,
    waitsFor: [],
    startedAt: startedAt.toISOString(),
  };
}

export function createProgress(initial: RunProgress): ProgressTracker {
  let now = initial;

  function update(change: Partial<RunProgress>): void {
    now = { ...now, ...change };
    setCurrentDetails(toDetails(now));
  }

  setHandler(defineQuery<RunProgress>(control.progress), () => now);
  update({});
  return {
    get now() {
      return now;
    },
    enter: (phase) => update({ phase }),
    wait: (waitsFor) => update({ waitsFor }),
    steer: (steering) => update({ steering }),
    addPlanned: (shard) =>
      update({
        listedAll: !shard.more,
        listed: now.listed + shard.listed,
        batches: now.batches + shard.batches,
        requests: now.requests + shard.requests,
        shards: now.shards + 1,
      }),
    addBatch: (landed) => update(addBatch(now, landed)),
    addShard: (landed) => update({ ...addShard(now, landed), shardsDone: now.shardsDone + 1 }),
    conclude: ({ version: _version, watermark: _watermark, ...counts }) => update(counts),
  };
}

function toDetails(progress: RunProgress): string {
  const { phase, landed, absent, quarantined, listed, listedAll, batches, batchesDone } = progress;
  const { shards, shardsDone, steering, waitsFor } = progress;
  if (phase === 'wait' && waitsFor.length > 0) {
    const waits = waitsFor.map(({ dataset, interval, until }) => `${dataset} (${interval}) until ${until}`);
    return `**wait** for ${waits.join(', ')}`;
  }
  return [
    `**${steering.paused ? `paused, ${phase}` : phase}**`,
    `${landed} landed, ${absent} absent, ${quarantined} quarantined`,
    `of ${listed}${listedAll ? '' : ' so far'} listed,`,
    shards > 1 ? `${shardsDone} of ${shards} shards,` : `${batchesDone} of ${batches} batches,`,
    `${steering.parallel} batches at once with ${steering.concurrency} requests each`,
  ].join(' ');
}

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
function addShard(tally: ShardProgress, shard: ShardProgress): ShardProgress {
  return {
    landed: tally.landed + shard.landed,
    absent: tally.absent + shard.absent,
    quarantined: tally.quarantined + shard.quarantined,
    requests: tally.requests + shard.requests,
    retries: tally.retries + shard.retries,
    batchesDone: tally.batchesDone + shard.batchesDone,
  };
}
