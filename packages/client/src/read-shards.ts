import { landShardWorkflow, type ShardProgress } from '@headrace/contracts';
import type { WorkflowExecutionDescription } from '@temporalio/client';

import { describeExecution } from './describe-run.ts';
import { RunNotFound } from './errors/run-not-found.ts';
import { readPendingActivities, type PendingActivity } from './pending-activities.ts';
import { queryProgress } from './query-progress.ts';
import type { Settings } from './settings.ts';

type Raw = WorkflowExecutionDescription['raw'];

/** What a shard in flight is at. */
export interface ShardLook {
  /** What its run does not count yet; `null` where no worker tells. */
  readonly progress: ShardProgress | null;
  readonly pending: readonly PendingActivity[];
}

/** Workflow ids of the shards that a run waits for; one that has not begun has nothing to tell. */
export function findShards({ pendingChildren }: Raw): string[] {
  return (pendingChildren ?? []).flatMap(({ workflowTypeName, workflowId, runId }) =>
    workflowTypeName === landShardWorkflow && workflowId && runId ? [workflowId] : [],
  );
}

/** Asks a shard's workflow and Temporal what the shard is at. Throws `TemporalUnreachable`. */
export async function readShard(settings: Settings, workflowId: string): Promise<ShardLook> {
  // In this order a batch that ends in between is missed for a moment, not counted twice.
  const progress = await queryProgress<ShardProgress>(settings, workflowId);
  return { progress, pending: await readShardActivities(settings, workflowId) };
}

/** What a shard waits for; nothing where it is gone. */
async function readShardActivities(settings: Settings, workflowId: string): Promise<PendingActivity[]> {
  try {
    const { raw } = await describeExecution(settings, workflowId);
    return await readPendingActivities(settings.client, workflowId, raw);
  } catch (error) {
    if (error instanceof RunNotFound) return [];
    throw error;
  }
}
