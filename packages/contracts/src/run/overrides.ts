import type { InputSchema } from '../input/input-schema.ts';
import { limits } from '../limits.ts';
import type { BatchLimits } from '../pipeline/batch-limits.ts';
import type { ActivityOverrides, Tuning } from './run.ts';

const optional = true;
const attempt = 'one attempt of an activity, in ms';

/** What a run may be tuned to while it runs; checked like any input. */
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

/** What a run may set of its batches; checked like any input. */
export const batchOverrides: InputSchema<Partial<BatchLimits>> = {
  size: {
    type: 'integer',
    minimum: 1,
    maximum: limits.keysPerBatch,
    optional,
    description: 'keys of one batch',
  },
  chunk: { type: 'integer', minimum: 1, maximum: 5_000, optional, description: 'keys of one transaction' },
  ...tunings,
  itemAttempts: {
    type: 'integer',
    minimum: 1,
    maximum: 1_000,
    optional,
    description: 'passes over an item that fails before it is quarantined',
  },
  itemTimeout: {
    type: 'integer',
    minimum: 1,
    optional,
    description: 'time over which an item may fail before it is quarantined, in ms',
  },
};

/** What a run may set of its activities' bounds; checked like any input. */
export const activityOverrides: InputSchema<ActivityOverrides> = {
  maximumAttempts: { type: 'integer', minimum: 1, optional, description: 'attempts of one activity' },
  attemptTimeout: { type: 'integer', minimum: 1_000, optional, description: `bound of ${attempt}` },
  totalTimeout: { type: 'integer', minimum: 1_000, optional, description: 'bound of all attempts, in ms' },
  heartbeatTimeout: {
    type: 'integer',
    minimum: 1_000,
    optional,
    description: `silence that ends ${attempt}`,
  },
};
