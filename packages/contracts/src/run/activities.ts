import type { DatasetUse } from '../dataset/dependency.ts';
import { terminalErrors } from '../errors.ts';
import type { ReadRowsRequest, RowPage, TopRowsRequest } from '../rows/rows.ts';
import type { WordOptions } from '../rows/word-options.ts';
import { taskQueues } from '../task-queues.ts';
import type { PlannedOptions } from './run-spec.ts';
import type { RunCounts, WordCount } from './run.ts';

/** Reference to a run; everything else about it is in the store. */
export interface RunRef {
  readonly runId: string;
  readonly pipeline: string;
}

export interface PlanRequest extends RunRef, PlannedOptions {
  /** The shard to make, from 0. A shard that is in the store already is returned as it is. */
  readonly shard: number;
  /** Keys of one batch. */
  readonly batchSize: number;
  /** Temporal's id of the execution chain that plans: tells a fresh run from a retried plan. */
  readonly execution: string;
  /** Drop what an earlier execution under this run id left. */
  readonly again: boolean;
  /** The versions that the run reads. */
  readonly uses?: readonly DatasetUse[];
}

/** One shard of the plan. */
export interface Shard {
  readonly shard: number;
  /** Number of the shard's first batch; batches are numbered through the run from 0. */
  readonly firstBatch: number;
  readonly batches: number;
  readonly listed: number;
  readonly requests: number;
  /** Whether the source has keys beyond this shard. */
  readonly more: boolean;
}

export interface LandRequest extends RunRef {
  readonly batch: number;
  readonly chunk: number;
  readonly concurrency: number;
  readonly itemAttempts: number;
  /** ms. */
  readonly itemTimeout: number;
}

/** The counts of a batch, over all of its attempts. */
export interface Landed {
  readonly landed: number;
  readonly absent: number;
  readonly quarantined: number;
  readonly requests: number;
  /** Items not done because the run was cancelled. */
  readonly pending: number;
}

/** A batch's end, as its last attempt answers. */
export interface BatchLanded extends Landed {
  /** Attempts beyond the first. */
  readonly retries: number;
}

export interface ConcludeRequest extends RunRef {
  /**
   * `completed` publishes a dataset version; `skipped` keeps that nothing is left to do; the others only total up what
   * was kept.
   */
  readonly outcome: 'completed' | 'skipped' | 'cancelled' | 'failed';
  /** Share of the items, 0 to 1. */
  readonly quarantineLimit: number;
  /** Of a run that may not have planned, where it has not completed: what the store is to keep of it. */
  readonly asked?: RunAsked;
}

/** The request of a run, as its plan has it. */
export type RunAsked = PlannedOptions & Pick<PlanRequest, 'execution'>;

export interface Conclusion extends RunCounts {
  /** The dataset version published, or `null`. */
  readonly version: number | null;
  /** The highest watermark listed, where it was published with the version. */
  readonly watermark?: string;
}

export interface LandingActivities {
  /** Lists keys and cuts them into batches, one shard a call. */
  plan(request: PlanRequest): Promise<Shard>;
  /** Fetches, parses, checks and stores one batch, chunk by chunk. */
  land(request: LandRequest): Promise<BatchLanded>;
  /** Totals the run up and publishes the dataset's new version. */
  conclude(request: ConcludeRequest): Promise<Conclusion>;
}

export interface CountWordsRequest extends RunRef, WordOptions {
  /** A text field of the pipeline's row. */
  readonly field: string;
  /** Words at most, from 1 to `limits.countedWords`. */
  readonly limit: number;
}

export interface DatasetActivities {
  /** Rows of a run in list order, as many as fit a payload. */
  readRows(request: ReadRowsRequest): Promise<RowPage>;
  /** The first rows of a run in another order, as many as fit a payload. Throws `InvalidInput` for a field it has not. */
  topRows(request: TopRowsRequest): Promise<RowPage>;
  /** The most frequent words of a text field over a run's rows. Throws `InvalidInput` for a field that is no text. */
  countWords(request: CountWordsRequest): Promise<WordCount[]>;
}

/** Temporal's activity options as plain data. Times in ms. */
export interface ActivityDefaults {
  readonly taskQueue: string;
  /** One attempt's bound. */
  readonly startToCloseTimeout: number;
  /** All attempts' bound. */
  readonly scheduleToCloseTimeout: number;
  /** Silence after which an attempt is given up as dead. */
  readonly heartbeatTimeout?: number;
  readonly retry: RetryDefaults;
}

/** Temporal's retry policy as plain data. Times in ms. */
export interface RetryDefaults {
  readonly initialInterval: number;
  readonly backoffCoefficient: number;
  readonly maximumInterval: number;
  readonly maximumAttempts: number;
  readonly nonRetryableErrorTypes: string[];
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Waits out an outage of days, and lets a run go on by itself once a bug is fixed. */
export const retryDefaults: RetryDefaults = {
  initialInterval: second,
  backoffCoefficient: 2,
  maximumInterval: 2 * hour,
  maximumAttempts: 1_000,
  nonRetryableErrorTypes: Object.values(terminalErrors),
};

const patient: ActivityDefaults = {
  taskQueue: taskQueues.activities,
  startToCloseTimeout: hour,
  // 1,000 attempts at most 2 h apart take 83 days.
  scheduleToCloseTimeout: 90 * day,
  heartbeatTimeout: 30 * second,
  retry: retryDefaults,
};

/** For activities that somebody waits for. */
export const prompt: ActivityDefaults = {
  taskQueue: taskQueues.activities,
  startToCloseTimeout: minute,
  scheduleToCloseTimeout: 10 * minute,
  retry: { ...retryDefaults, maximumInterval: 10 * second },
};

export const landingDefaults: Readonly<Record<keyof LandingActivities, ActivityDefaults>> = {
  plan: patient,
  land: patient,
  conclude: { ...patient, startToCloseTimeout: 10 * minute },
};

export const datasetDefaults: Readonly<Record<keyof DatasetActivities, ActivityDefaults>> = {
  readRows: prompt,
  topRows: { ...patient, scheduleToCloseTimeout: day },
  countWords: { ...patient, scheduleToCloseTimeout: day },
};
