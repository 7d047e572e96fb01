import {
  control,
  landShardWorkflow,
  limits,
  taskQueues,
  toShardId,
  type ActivityOverrides,
  type BatchLimits,
  type LandShardRequest,
  type LandShardWorkflow,
  type RunRef,
  type Shard,
  type ShardProgress,
  type Steering,
  type BatchLanded,
} from '@headrace/contracts';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  condition,
  log,
  ParentClosePolicy,
  patched,
  sleep,
  startChild,
  workflowInfo,
  defineQuery,
  defineSignal,
  setCurrentDetails,
  setHandler,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';

import { createRunActivities } from './activities.ts';
import { throwIfCancelled, landBatches } from './land-batches.ts';
import { addBatch, emptyTally } from './progress.ts';
import { runInWindow, type Task } from './window.ts';

export interface LandShardsOptions {
  readonly ref: RunRef;
  readonly batch: BatchLimits;
  readonly activity: ActivityOverrides;
  readonly steering: () => Steering;
  readonly plan: (shard: number) => Promise<Shard>;
  readonly onLanded: (landed: ShardProgress) => void;
}

export interface ShardsWindow {
  /**
   * Lands shard after shard, a bounded number at once, each planned when there is room for it. Resolves to the shard to
   * go on with in a new execution, or to `undefined` when the last one has landed.
   */
  land(first: Shard): Promise<number | undefined>;
  /** Hands a change on to the shards in flight. */
  steer(steering: Steering): void;
}

/** Wait for a shard's child of an earlier execution that is still draining, ms. */
const drainPause = 1_000;

export function createShardsWindow(options: LandShardsOptions): ShardsWindow {
  const { ref, batch, activity, steering, plan, onLanded } = options;
  const children = new Set<ChildWorkflowHandle<LandShardWorkflow>>();

  async function landChild(shard: Shard): Promise<void> {
    const given = steering();
    const child = await startShard({ ...ref, shard, batch, activity, steering: toPart(given) });
    children.add(child);
    try {
      const now = steering();
      if (now !== given) await signal(child, toPart(now));
      onLanded(await child.result());
    } finally {
      children.delete(child);
    }
  }

  return {
    async land(first) {
      let last = first;
      const planning = new CancellationScope();
      async function* tasks(): AsyncIterable<Task> {
        for (;;) {
          const shard = last;
          yield () => landChild(shard);
          if (!shard.more) return;
          last = await planning.run(() => plan(shard.shard + 1));
        }
      }
      await runInWindow(tasks(), {
        size: () => shardsAtOnce(steering()),
        isPaused: () => steering().paused,
        isClosing: () => workflowInfo().continueAsNewSuggested,
        givesUp: () => patched('failed-shard-ends-plan') && cancel(planning),
        until: condition,
      });
      await throwIfCancelled();
      return last.more ? last.shard + 1 : undefined;
    },
    steer(changed) {
      for (const child of children) void signal(child, toPart(changed));
    },
  };
}

function cancel(scope: CancellationScope): true {
  scope.cancel();
  return true;
}

function shardsAtOnce({ parallel }: Steering): number {
  return Math.min(limits.shardsAtOnce, parallel);
}

/** A shard's part of what its run may do at once. */
function toPart(steering: Steering): Steering {
  return { ...steering, parallel: Math.floor(steering.parallel / shardsAtOnce(steering)) };
}

async function signal(child: ChildWorkflowHandle<LandShardWorkflow>, steering: Steering): Promise<void> {
  try {
    await child.signal(control.steer, steering);
  } catch (reason) {
    log.warn('A shard could not be steered; it has ended or is about to', { reason: String(reason) });
  }
}

/** A shard has one child at a time; one that an earlier execution left behind drains first. */
async function startShard(request: LandShardRequest): Promise<ChildWorkflowHandle<LandShardWorkflow>> {
  for (;;) {
    try {
      return await startChild<LandShardWorkflow>(landShardWorkflow, {
        args: [request],
        workflowId: toShardId(request.runId, request.shard.shard),
        taskQueue: taskQueues.workflows,
        // Terminated or timed out, the run leaves shards that drain.
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        staticSummary: `shard ${request.shard.shard} of ${request.runId}`,
      });
    } catch (failure) {
      if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
      await sleep(drainPause);
    }
  }
}

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
