import {
  control,
  type Conclusion,
  type Landed,
  type RunPhase,
  type RunProgress,
  type RunRef,
  type Shard,
} from '@headrace/contracts';
import { defineQuery, setCurrentDetails, setHandler } from '@temporalio/workflow';

/** What a run knows of itself: answers the progress query and keeps the Web UI's current details. */
export interface ProgressKeeper {
  readonly now: RunProgress;
  enter(phase: RunPhase): void;
  addShard(shard: Shard): void;
  addBatch(landed: Landed): void;
  conclude(conclusion: Conclusion): void;
}

export function createProgress(ref: RunRef, startedAt: Date): ProgressKeeper {
  let now: RunProgress = {
    ...ref,
    phase: 'plan',
    listedAll: false,
    listed: 0,
    landed: 0,
    absent: 0,
    quarantined: 0,
    batches: 0,
    batchesDone: 0,
    requests: 0,
    startedAt: startedAt.toISOString(),
  };

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
    addShard: (shard) =>
      update({
        listedAll: !shard.more,
        listed: now.listed + shard.listed,
        batches: now.batches + shard.batches,
        requests: now.requests + shard.requests,
      }),
    addBatch: (batch) =>
      update({
        batchesDone: now.batchesDone + 1,
        landed: now.landed + batch.landed,
        absent: now.absent + batch.absent,
        quarantined: now.quarantined + batch.quarantined,
        requests: now.requests + batch.requests,
      }),
    conclude: ({ version: _version, ...counts }) => update(counts),
  };
}

function toDetails(progress: RunProgress): string {
  const { phase, landed, absent, quarantined, listed, listedAll, batches, batchesDone } = progress;
  return [
    `**${phase}**: ${landed} landed, ${absent} absent, ${quarantined} quarantined`,
    `of ${listed}${listedAll ? '' : ' so far'} listed, ${batchesDone} of ${batches} batches`,
  ].join(' ');
}
