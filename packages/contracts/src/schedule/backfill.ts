import type { InputProblem, InputSchema } from '../input/input-schema.ts';
import { validateInput } from '../input/validate-input.ts';
import { limits } from '../limits.ts';
import type { Interval } from './interval.ts';
import type { FindFinishedRequest, IntervalRunRequest, TimedWhen } from './schedule.ts';
import { scheduleName } from './schedule-name.ts';

/** Which intervals a backfill works through, and how many at once. */
export interface BackfillFields {
  readonly name: string;
  readonly pipeline: string;
  /** The schedule part of the runs' ids. */
  readonly schedule: string;
  /** Intervals that start in [from, to), ISO 8601 in UTC. */
  readonly from: string;
  readonly to: string;
  /** How many they are, as whoever asks has counted. */
  readonly intervals: number;
  /** Runs in flight at once. */
  readonly parallel: number;
  /** Default false: oldest first. */
  readonly newestFirst?: boolean;
}

/** The one argument of the workflow `backfill`. */
export interface BackfillRequest extends BackfillFields {
  readonly when: TimedWhen;
  /** The request of each run; `again` repeats finished intervals. */
  readonly request: IntervalRunRequest;
  /** The state that a backfill hands on when it continues as new; not for callers. */
  readonly carried?: CarriedBackfill;
}

/** The plain fields of a backfill; checked like any input. */
export const backfillFields: InputSchema<BackfillFields> = {
  name: { ...scheduleName, description: 'names the backfill' },
  pipeline: { type: 'string', minLength: 1, description: 'the pipeline to run' },
  schedule: { ...scheduleName, description: 'the schedule part of the run ids' },
  from: { type: 'string', description: 'the first interval starts here or later' },
  to: { type: 'string', description: 'the last interval starts before' },
  intervals: {
    type: 'integer',
    minimum: 1,
    maximum: limits.backfillIntervals,
    description: 'intervals that start from the one to the other',
  },
  parallel: {
    type: 'integer',
    minimum: 1,
    maximum: limits.backfillParallel,
    default: 4,
    description: 'intervals in flight at once',
  },
  newestFirst: {
    type: 'boolean',
    default: false,
    optional: true,
    description: 'begin with the newest interval',
  },
};

/** Checks a backfill's plain fields. */
export function checkBackfill(given: BackfillFields): readonly InputProblem[] {
  const names = Object.keys(backfillFields) as (keyof BackfillFields)[];
  const fields = Object.fromEntries(names.map((name) => [name, given[name]]));
  const problems = validateInput(backfillFields, fields).problems ?? [];
  return problems.length > 0 ? problems : checkRange(given);
}

function checkRange({ from, to }: BackfillFields): InputProblem[] {
  const unread = Object.entries({ from, to }).filter(([, time]) => Number.isNaN(Date.parse(time)));
  if (unread.length > 0) {
    return unread.map(([field, time]) => ({
      field,
      message: `${field}: ${JSON.stringify(time)} is not a time such as 2026-01-01T00:00:00.000Z`,
    }));
  }
  if (Date.parse(from) < Date.parse(to)) return [];
  return [{ field: 'to', message: `to: ${to} is not after from, ${from}` }];
}

/** The counts of a backfill's intervals; intervals in no count are still to do. */
export interface BackfillCounts {
  /** All of the range. */
  readonly intervals: number;
  /** Run before, by whomever. */
  readonly finished: number;
  /** Run by this backfill. */
  readonly completed: number;
  readonly failed: number;
  /** Being run by another start, which is not waited for. */
  readonly elsewhere: number;
}

/** An interval whose run did not complete. */
export interface BackfillFailure {
  readonly interval: Interval;
  readonly runId: string;
  /** The innermost failure's, as the run says it. */
  readonly type: string;
  /** At most 200 characters. */
  readonly message: string;
}

/** The answer of a backfill's `progress` query, and of its updates `pause` and `resume`. */
export interface BackfillProgress extends BackfillCounts {
  /** No further run is started; those in flight go on. */
  readonly paused: boolean;
  /** Runs in flight. */
  readonly running: number;
  /** The first, at most `limits.backfillFailures`. */
  readonly failures: readonly BackfillFailure[];
  /** ISO 8601. */
  readonly startedAt: string;
}

/** The totals of an ended backfill, however it ended; its result where it completes. */
export interface BackfillSummary extends BackfillCounts {
  /** The first, at most `limits.backfillFailuresShown`. */
  readonly failures: readonly BackfillFailure[];
  readonly durationMs: number;
}

/** The state of a backfill between two of its executions. */
export interface CarriedBackfill {
  /** Where the intervals not looked at yet begin and end, in place of the request's. */
  readonly from: string;
  readonly to: string;
  readonly progress: BackfillProgress;
}

/** By the names of `control`. */
export interface BackfillQueries {
  progress(): BackfillProgress;
}

/** By the names of `control`. */
export interface BackfillUpdates {
  pause(): BackfillProgress;
  resume(): BackfillProgress;
}

/** Memo of a backfill, readable without a worker. */
export interface BackfillMemo {
  /** As it was asked. */
  readonly request: BackfillRequest;
  /** When it began, ISO 8601; set where an execution goes on from another. */
  readonly startedAt?: string;
  /** Set at the end, however the backfill ends. */
  readonly summary?: BackfillSummary;
}

export const backfillWorkflow = 'backfill';
export type BackfillWorkflow = (request: BackfillRequest) => Promise<BackfillSummary>;

/** The workflow by which a process without database credentials learns which runs have completed. */
export const findFinishedWorkflow = 'findFinished';
export type FindFinishedWorkflow = (request: FindFinishedRequest) => Promise<readonly string[]>;

/** The workflow id of a backfill. */
export function toBackfillId(name: string): string {
  return `${backfillWorkflow}/${name}`;
}
