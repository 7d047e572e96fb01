import type { BatchLimits } from '../pipeline/batch-limits.ts';
import type { RunRef, Shard } from './activities.ts';
import type { ActivityOverrides } from './overrides.ts';
import type { ShardProgress, Steering } from './run.ts';

/** One shard of a large run, landed by a child workflow. */
export interface LandShardRequest extends RunRef {
  readonly shard: Shard;
  readonly batch: BatchLimits;
  readonly activity: ActivityOverrides;
  /** `parallel` is the shard's part of the run's. */
  readonly steering: Steering;
}

export const landShardWorkflow = 'landShard';
export type LandShardWorkflow = (request: LandShardRequest) => Promise<ShardProgress>;

/** The workflow id of a run's shard: the same however often the run is started. */
export function toShardId(runId: string, shard: number): string {
  return `${runId}/shard-${shard}`;
}
