import type { RunSummary } from './run.ts';

/** Names by which a run is asked and steered, the same for every pipeline. */
export const control = {
  /** Query without arguments; answers with `RunProgress`, a shard's workflow with `ShardProgress`. */
  progress: 'progress',
  /** Update without arguments; answers with `Steering`. */
  pause: 'pause',
  /** Update without arguments; answers with `Steering`. */
  resume: 'resume',
  /** Update with `Tuning`, refused when it is not; answers with `Steering`. */
  tune: 'tune',
  /** Signal with `Steering`, from a run to its shards. */
  steer: 'steer',
} as const;

/** Memo of a run, readable without a worker. */
export interface RunMemo {
  /** When the run began, ISO 8601; set where an execution goes on from another. */
  readonly startedAt?: string;
  /** What it kept, set when it ends, however it ends. */
  readonly summary?: RunSummary;
}
