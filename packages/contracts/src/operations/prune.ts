import type { InputSchema } from '../input/input-schema.ts';
import { prompt, type ActivityDefaults } from '../run/activities.ts';

/** Which runs to prune. */
export interface PruneFilter {
  /** How long ago they have ended, ms. */
  readonly olderThan: number;
  readonly pipeline?: string;
}

const day = 86_400_000;

/** The fields of a filter; checked like any input. */
export const pruneFilter: InputSchema<PruneFilter> = {
  olderThan: {
    type: 'integer',
    unit: 'ms',
    // A run that has concluded may still read its rows; and 90m is not three months.
    minimum: day,
    maximum: 36_500 * day,
    description: 'prune runs that ended longer ago than this',
  },
  pipeline: { type: 'string', minLength: 1, optional: true, description: 'only runs of this pipeline' },
};

export interface PruneRequest extends PruneFilter {
  /** A prune takes several calls: each of the same id goes on with it, and tells of all. */
  readonly id: string;
}

/** The fields of a request; checked by the worker. */
export const pruneRequest: InputSchema<PruneRequest> = {
  ...pruneFilter,
  id: { type: 'string', minLength: 1, description: 'the prune to go on with' },
};

/** The amounts that a prune has removed, or would remove. */
export interface Pruned {
  /** A run is counted by the prune that began to remove its keys. */
  readonly runs: number;
  readonly batches: number;
  readonly keys: number;
  /** About: as stored, without indexes and what surrounds a row. */
  readonly bytes: number;
}

export interface PruneProgress extends Pruned {
  /** Whether there is more to remove. */
  readonly more: boolean;
}

export interface PrunePreview extends Pruned {
  /** Runs that ended as long ago, and whose keys are still needed. */
  readonly kept: number;
}

export interface PruneActivities {
  /** Removes keys for some seconds. Throws `InvalidInput` or `UnknownPipeline`, as the other does. */
  prune(request: PruneRequest): Promise<PruneProgress>;
  previewPrune(filter: PruneFilter): Promise<PrunePreview>;
}

export const pruneDefaults: Readonly<Record<keyof PruneActivities, ActivityDefaults>> = {
  prune: { ...prompt, heartbeatTimeout: 10_000 },
  previewPrune: prompt,
};

/** The workflows by which a process without database credentials prunes: one activity each. */
export type PruneWorkflows = PruneActivities;
