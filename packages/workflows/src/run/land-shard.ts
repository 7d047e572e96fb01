import {
  control,
  type BatchLanded,
  type LandShardRequest,
  type ShardProgress,
  type Steering,
} from '@headrace/contracts';
import { defineQuery, defineSignal, setCurrentDetails, setHandler } from '@temporalio/workflow';

import { createRunActivities } from './activities.ts';
import { landBatches } from './land-batches.ts';
import { addBatch, emptyTally } from './progress.ts';

/** Lands one shard of a large run, and answers with what became of it. */
export async function landShard(request: LandShardRequest): Promise<ShardProgress> {
  const { runId, pipeline, shard, batch, activity } = request;
  let { steering } = request;
  let tally = emptyTally;

  function onLanded(landed: BatchLanded): void {
    tally = addBatch(tally, landed);
    setCurrentDetails(`${tally.batchesDone} of ${shard.batches} batches, ${tally.landed} landed`);
  }

  setHandler(defineQuery<ShardProgress>(control.progress), () => tally);
  setHandler(defineSignal<[Steering]>(control.steer), (given) => {
    steering = given;
  });
  const { land } = createRunActivities(activity);
  await landBatches(shard, { ref: { runId, pipeline }, batch, land, steering: () => steering, onLanded });
  return tally;
}
