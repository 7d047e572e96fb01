import type { DatasetUse, Waiting } from '../dataset/dependency.ts';
import type { Limit } from './limit.ts';

/** The state of a large run between two of its executions. */
export interface CarriedRun {
  readonly nextShard: number;
  readonly progress: RunProgress;
  readonly steering: Steering;
  /** The versions that the run reads. */
  readonly uses: readonly DatasetUse[];
}

/** How a run works just now; changed by `pause`, `resume` and `tune`. */
export interface Steering {
  /** No further batch is dispatched; those in flight go on. */
  readonly paused: boolean;
  /** Requests of one batch in flight at once, for the batches dispatched from now on. */
  readonly concurrency: number;
  /** Batches of the run in flight at once. */
  readonly parallel: number;
}

/** The changes that `tune` takes; a field that is not given stays. */
export type Tuning = Partial<Omit<Steering, 'paused'>>;

/** The counts of a run's items. `listed = landed + absent + quarantined` once the run has concluded. */
export interface RunCounts {
  readonly listed: number;
  readonly landed: number;
  readonly absent: number;
  readonly quarantined: number;
  readonly batches: number;
  /** Requests to the source; those of a killed attempt's last chunk are not known and not counted. */
  readonly requests: number;
}

export interface RunSummary extends RunCounts {
  readonly runId: string;
  readonly pipeline: string;
  readonly dataset: string;
  /** The dataset version this run published, from 1; `null` when it published none. */
  readonly version: number | null;
  /** The highest watermark it listed, published with its version; absent where it has none. */
  readonly watermark?: string;
  readonly durationMs: number;
  /** Why nothing was done, where a dependency was not met and the run was to be skipped then. */
  readonly skipped?: string;
}

export interface WordCount {
  readonly word: string;
  readonly count: number;
}

/** The result of a pipeline that lands a dataset and looks at it. */
export interface RunResult<Row> {
  readonly summary: RunSummary;
  /** In list order or as the pipeline says, at most `limits.resultRows`. */
  readonly rows: readonly Row[];
  /** Most frequent first, ties by word, at most `limits.resultWords`. */
  readonly words: readonly WordCount[];
}

export type RunPhase = 'wait' | 'plan' | 'land' | 'conclude' | 'analyse' | 'ended';

/** The answer of the `progress` query. */
export interface RunProgress extends RunCounts {
  readonly runId: string;
  readonly pipeline: string;
  readonly phase: RunPhase;
  /** Whether the source has no further keys: `listed` is the run's total. */
  readonly listedAll: boolean;
  readonly batchesDone: number;
  /** Attempts of batches beyond each one's first. */
  readonly retries: number;
  readonly shards: number;
  readonly shardsDone: number;
  readonly steering: Steering;
  /** In the phase `wait`, what is not there yet. */
  readonly waitsFor: readonly Waiting[];
  /** ISO 8601. */
  readonly startedAt: string;
}

/** The answer of a shard's `progress` query: what its run does not count yet. */
export type ShardProgress = Pick<
  RunProgress,
  'landed' | 'absent' | 'quarantined' | 'requests' | 'retries' | 'batchesDone'
>;

/** The heartbeat details of `land`: the part of the batch that is not yet in a result. */
export interface BatchProgress {
  readonly batch: number;
  readonly landed: number;
  readonly absent: number;
  readonly quarantined: number;
  readonly requests: number;
  /** The attempt, from 1, that committed last; absent where none has. */
  readonly movedIn?: number;
  /** The main reason for waiting since the report before; absent before the first wait. */
  readonly limit?: Limit;
}
