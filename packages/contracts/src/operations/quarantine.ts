import { quarantineReasons, type QuarantineReason } from '../errors.ts';
import type { InputSchema } from '../input/input-schema.ts';
import { limits } from '../limits.ts';
import { prompt, type ActivityDefaults } from '../run/activities.ts';
import type { ReplayRequest } from '../run/run-request.ts';

/** Which quarantined items: those that every given field fits, all of them where none is given. */
export interface QuarantineFilter {
  readonly run?: string;
  readonly pipeline?: string;
  readonly reason?: QuarantineReason;
  readonly key?: string;
}

const optional = true;

const run = {
  type: 'string',
  minLength: 1,
  maxLength: limits.runIdCharacters,
  description: 'only items of this run',
} as const;

/** The fields of a filter; checked like any input. */
export const quarantineFilter: InputSchema<QuarantineFilter> = {
  run: { ...run, optional },
  pipeline: { type: 'string', minLength: 1, optional, description: 'only items of this pipeline' },
  reason: {
    type: 'string',
    enum: quarantineReasons,
    optional,
    description: 'only items quarantined for this reason',
  },
  key: { type: 'string', minLength: 1, optional, description: 'only the item of this key' },
};

/** The fields of a replay; checked like any input. */
export const replayRequest: InputSchema<ReplayRequest> = {
  run: { ...run, description: 'the run whose quarantine to land again' },
  reason: quarantineFilter.reason,
  key: quarantineFilter.key,
};

/** An item that could not be landed, and why. */
export interface QuarantinedItem {
  readonly run: string;
  readonly pipeline: string;
  readonly key: string;
  readonly reason: QuarantineReason;
  /** At most `limits.quarantineDetailCharacters`. */
  readonly detail: string;
  /** HTTP status; `null` where there was no answer, or a good one with a bad record. */
  readonly status: number | null;
  /** Failed passes, including replays. */
  readonly attempts: number;
  /** When it failed last, ISO 8601. */
  readonly quarantinedAt: string;
  /** The answer as it came, at most `limits.quarantineRecordBytes`; only where it was asked for and is kept. */
  readonly record?: string | null;
}

/** A place in the quarantine's order, which is by run and key. */
export type QuarantineCursor = Pick<QuarantinedItem, 'run' | 'key'>;

export interface ReasonTotal {
  readonly reason: QuarantineReason;
  readonly items: number;
}

export interface ReadQuarantineRequest {
  readonly filter: QuarantineFilter;
  /** Items at most; 0 for the totals alone. */
  readonly limit: number;
  readonly after?: QuarantineCursor;
  /** Whether to give the items' records too. Default false. */
  readonly records?: boolean;
}

export interface QuarantinePage {
  readonly items: readonly QuarantinedItem[];
  /** Over everything that the filter fits, most frequent first. */
  readonly totals: readonly ReasonTotal[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: QuarantineCursor;
}

/** How many items a discard took out of quarantine. */
export interface Discarded {
  readonly discarded: number;
}

/** A preview of a replay. */
export interface ReplayPreview {
  readonly pipeline: string;
  /** The input of the run, which its replay takes over. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Items to land again. */
  readonly items: number;
}

export interface QuarantineActivities {
  /** Throws `RunNotFound`, or `InvalidInput` for a run that is itself a replay. */
  readQuarantine(request: ReadQuarantineRequest): Promise<QuarantinePage>;
  /** Asked twice, it answers the same. Throws as `readQuarantine` does, and `InvalidInput` for an empty filter. */
  discardQuarantine(filter: QuarantineFilter): Promise<Discarded>;
  /** Throws as `readQuarantine` does. */
  previewReplay(replay: ReplayRequest): Promise<ReplayPreview>;
}

export const quarantineDefaults: Readonly<Record<keyof QuarantineActivities, ActivityDefaults>> = {
  readQuarantine: prompt,
  discardQuarantine: prompt,
  previewReplay: prompt,
};

/** The workflows by which a process without database credentials works with the quarantine: one activity each. */
export type QuarantineWorkflows = QuarantineActivities;
