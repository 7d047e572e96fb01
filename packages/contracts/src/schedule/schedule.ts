import type { AnyInputSchema, InputSchema } from '../input/input-schema.ts';
import { prompt, type ActivityDefaults } from '../run/activities.ts';
import { listRunOptions, type AnyRunRequest, type OptionsOf } from '../run/run-request.ts';
import type { Interval } from './interval.ts';
import { scheduleName } from './schedule-name.ts';

/** A whole number of seconds apart, counted from the Unix epoch as Temporal counts. */
export interface Every {
  /** ms, at least 1,000. */
  readonly every: number;
  /** ms past the epoch at which the count begins, below `every`. Default 0. */
  readonly offset?: number;
}

/** When the clock on the wall of a zone shows it. */
export interface Cron {
  /** Five fields (minute, hour, day of month, month, day of week), seven (second first, year last), or `@daily`. */
  readonly cron: string;
  /** IANA name: `Europe/Berlin`, `UTC`. */
  readonly zone: string;
}

/** Whenever a dataset gets a new version. */
export interface OnDataset {
  readonly on: string;
}

/** The kinds of schedules with nominal times, and so with intervals. */
export type TimedWhen = Every | Cron;

/** When a schedule's runs are due. */
export type When = TimedWhen | OnDataset;

/**
 * The fate of a run that is due while the run before is running.
 * - `skip`: left out
 * - `buffer-one`: run next; further ones are left out
 * - `buffer-all`: all are run, one after another
 * - `cancel-other`: the run before is cancelled
 * - `allow-all`: run beside each other
 */
export type OverlapPolicy = (typeof overlapPolicies)[number];

export const overlapPolicies = ['skip', 'buffer-one', 'buffer-all', 'cancel-other', 'allow-all'] as const;

/** The parts of a schedule that have a default. */
export interface SchedulePolicies {
  /** Default `skip`. */
  readonly overlap: OverlapPolicy;
  /** How late a run may start after the server was away, ms. Default 10 minutes. */
  readonly catchUp: number;
  /** Starts are spread over this long, ms; the interval stays. Default 0. */
  readonly jitter: number;
  /** Default false. */
  readonly pauseOnFailure: boolean;
}

/** A schedule as it is kept, with its defaults filled in. */
export interface Schedule extends SchedulePolicies, OptionsOf<'schedule'> {
  /** Names the schedule, and its part of its runs' ids. */
  readonly name: string;
  readonly pipeline: string;
  readonly when: When;
  /** Whether it is made paused. Default false. */
  readonly paused?: boolean;
  readonly note?: string;
}

/** A schedule as it is given: policies may be left out. */
export type ScheduleDefinition = Omit<Schedule, keyof SchedulePolicies> & Partial<SchedulePolicies>;

const optional = true;

/** The policies of a schedule; checked like any input, and the source of their defaults. */
export const schedulePolicies: InputSchema<SchedulePolicies> = {
  overlap: {
    type: 'string',
    enum: overlapPolicies,
    default: 'skip',
    description: 'what becomes of a run that is due while the one before it runs',
  },
  catchUp: {
    type: 'integer',
    unit: 'ms',
    // Temporal's own least.
    minimum: 10_000,
    default: 10 * 60_000,
    description: 'how late a run may start after the server was away',
  },
  jitter: {
    type: 'integer',
    unit: 'ms',
    minimum: 0,
    maximum: 24 * 60 * 60_000,
    default: 0,
    description: 'how long the starts are spread over',
  },
  pauseOnFailure: { type: 'boolean', default: false, description: 'pause the schedule when a run fails' },
};

/** The options of a schedule's runs that are plain; a definition leaves out what it does not say. */
const plainOptions = Object.fromEntries(
  listRunOptions('schedule').flatMap(({ name, field }) => {
    const { default: _default, ...given } = field ?? {};
    return field ? [[name, given]] : [];
  }),
) as AnyInputSchema;

/** The plain fields of a schedule; checked like any input. */
export const scheduleFields: InputSchema<Pick<Schedule, 'name' | 'pipeline' | 'paused' | 'note'>> &
  AnyInputSchema = {
  name: scheduleName,
  pipeline: { type: 'string', minLength: 1, description: 'the pipeline to run' },
  ...plainOptions,
  paused: { type: 'boolean', optional, description: 'make it paused' },
  note: { type: 'string', maxLength: 1_000, optional, description: 'a word to whoever reads the schedule' },
};

/** Fills the policies' defaults in. */
export function normaliseSchedule(given: ScheduleDefinition): Schedule {
  const { overlap, catchUp, jitter, pauseOnFailure } = schedulePolicies;
  const defaults = {
    overlap: overlap.default ?? 'skip',
    catchUp: catchUp.default ?? 0,
    jitter: jitter.default ?? 0,
    pauseOnFailure: pauseOnFailure.default ?? false,
  };
  return { ...defaults, ...given };
}

/** Whether a schedule has nominal times of its own. */
export function isTimed(when: When): when is TimedWhen {
  return !('on' in when);
}

/** Starts one interval's run, unless it is finished or running. */
export const runIntervalWorkflow = 'runInterval';

/** Temporal's name of the time that a schedule's start was due. */
export const nominalTimeAttribute = 'TemporalScheduledStartTime';

export interface RunIntervalRequest {
  readonly pipeline: string;
  /** The schedule part of the run's id. */
  readonly schedule: string;
  /** Gives the interval that the nominal time is in; not needed where the interval is given. */
  readonly when?: TimedWhen;
  /** In place of the one that the nominal time is in: for subscriptions, and for starts by hand. */
  readonly interval?: Interval;
  /** The run's own; `again` runs a finished interval once more. */
  readonly request: IntervalRunRequest;
}

/** A run's request without what its interval gives. */
export type IntervalRunRequest = Omit<AnyRunRequest, 'interval' | 'schedule' | 'carried'>;

/**
 * - `completed`: this start ran it
 * - `finished-already`: it had been run before
 * - `running-already`: another start is running it
 */
export type IntervalOutcome = 'completed' | 'finished-already' | 'running-already';

export interface RunIntervalResult {
  /** The run of the interval, by whomever it was started. */
  readonly runId: string;
  readonly interval: Interval;
  readonly outcome: IntervalOutcome;
}

export type RunIntervalWorkflow = (request: RunIntervalRequest) => Promise<RunIntervalResult>;

export interface FindFinishedRequest {
  /** At most `limits.runIdsPerQuestion`. */
  readonly runIds: readonly string[];
}

export interface IntervalActivities {
  /** Those of the runs that have completed or were skipped, in the order asked. The store remembers what Temporal's retention forgets. */
  findFinished(request: FindFinishedRequest): Promise<readonly string[]>;
}

export const intervalDefaults: Readonly<Record<keyof IntervalActivities, ActivityDefaults>> = {
  findFinished: prompt,
};
