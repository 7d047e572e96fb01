import type { InputSchema } from '../input/input-schema.ts';
import { limits } from '../limits.ts';
import type { BatchLimits } from '../pipeline/batch-limits.ts';
import type { Tuning } from './run.ts';

/** The settings of one run in place of its contract's. */
export interface RunOverrides {
  readonly batch?: Partial<BatchLimits>;
  readonly activity?: ActivityOverrides;
  /** Share of the items, 0 to 1. */
  readonly quarantineLimit?: number;
}

/** Bounds of a run's activities, in place of those in the contract. Times in ms. */
export interface ActivityOverrides {
  /** Attempts of one activity, at least 1. */
  readonly maximumAttempts?: number;
  /** One attempt's bound (start-to-close). */
  readonly attemptTimeout?: number;
  /** All attempts' bound (schedule-to-close). */
  readonly totalTimeout?: number;
  /** Silence after which an attempt is given up as dead. */
  readonly heartbeatTimeout?: number;
}

const optional = true;
const time = { type: 'integer', unit: 'ms', minimum: 1_000, optional } as const;

/** The settings that a running run can be tuned to; checked like any input. */
export const tunings: InputSchema<Tuning> = {
  concurrency: {
    type: 'integer',
    minimum: 1,
    maximum: 1_000,
    optional,
    description: 'requests of one batch at once',
  },
  parallel: {
    type: 'integer',
    minimum: 1,
    maximum: 200,
    optional,
    description: 'batches of the run at once',
  },
};

/** The settings of a run's batches; checked like any input. */
export const batchOverrides: InputSchema<Partial<BatchLimits>> = {
  size: {
    type: 'integer',
    minimum: 1,
    maximum: limits.keysPerBatch,
    optional,
    description: 'keys of one batch',
    flag: 'batch-size',
  },
  chunk: {
    type: 'integer',
    minimum: 1,
    maximum: 5_000,
    optional,
    description: 'keys of one transaction',
    flag: 'chunk-size',
  },
  ...tunings,
  itemAttempts: {
    type: 'integer',
    minimum: 1,
    maximum: 1_000,
    optional,
    description: 'passes over an item that fails before it is quarantined',
  },
  itemTimeout: {
    ...time,
    minimum: 1,
    description: 'time over which an item may fail before it is quarantined',
  },
};

/** The bounds of a run's activities; checked like any input. */
export const activityOverrides: InputSchema<ActivityOverrides> = {
  maximumAttempts: {
    type: 'integer',
    minimum: 1,
    optional,
    description: 'attempts of one activity',
    flag: 'attempts',
  },
  attemptTimeout: { ...time, description: 'bound of one attempt of an activity' },
  totalTimeout: { ...time, description: 'bound of all attempts' },
  heartbeatTimeout: { ...time, description: 'silence that ends one attempt of an activity' },
};

/** The settings of a run beside its batches and activities; checked like any input. */
export const outcomeOverrides: InputSchema<Pick<RunOverrides, 'quarantineLimit'>> = {
  quarantineLimit: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    optional,
    description: 'share of the items that may be quarantined before the run fails',
  },
};
