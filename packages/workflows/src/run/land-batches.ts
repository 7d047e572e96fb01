import {
  type BatchLanded,
  type BatchLimits,
  type LandRequest,
  type RunRef,
  type Shard,
  type Steering,
} from '@headrace/contracts';
import { CancellationScope, condition } from '@temporalio/workflow';

import type { RunActivities } from './activities.ts';
import { runInWindow, type Task } from './window.ts';

export interface LandBatchesOptions {
  readonly ref: RunRef;
  readonly batch: BatchLimits;
  readonly land: RunActivities['land'];
  readonly steering: () => Steering;
  readonly onLanded: (landed: BatchLanded) => void;
}

/** Lands a shard's batches, a bounded number at once, and as they are steered. */
export async function landBatches(shard: Shard, options: LandBatchesOptions): Promise<void> {
  const { steering } = options;
  await runInWindow(tasksOf(shard, options), {
    size: () => steering().parallel,
    isPaused: () => steering().paused,
    until: condition,
  });
  await throwIfCancelled();
}

/** A batch that drained answers like one that is done; its run is cancelled all the same. */
export async function throwIfCancelled(): Promise<void> {
  const scope = CancellationScope.current();
  if (scope.consideredCancelled) await scope.cancelRequested;
}

function* tasksOf(shard: Shard, options: LandBatchesOptions): Iterable<Task> {
  const { ref, batch, land, steering, onLanded } = options;
  const { chunk, itemAttempts, itemTimeout } = batch;
  for (let number = shard.firstBatch; number < shard.firstBatch + shard.batches; number += 1) {
    const request = (): LandRequest => ({
      ...ref,
      batch: number,
      chunk,
      itemAttempts,
      itemTimeout,
      concurrency: steering().concurrency,
    });
    yield async () => onLanded(await land(request()));
  }
}
