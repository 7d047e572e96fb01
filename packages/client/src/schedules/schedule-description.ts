import type { Interval, Schedule } from '@headrace/contracts';

import type { RunState } from '../temporal/run-state.ts';
import type { ScheduleDifference } from './compare-schedules.ts';

/** Counts of a schedule's times since its creation. */
export interface ScheduleCounts {
  /** Times acted on: due, triggered and backfilled. */
  readonly taken: number;
  /** Times that lay further back than `catchUp` when the server came to them. */
  readonly missed: number;
  /** Times left out since the run before was still going. */
  readonly skipped: number;
  /** Times that wait for the run before to end. */
  readonly waiting: number;
  /** Times that found no room to wait. */
  readonly dropped: number;
}

/** How far a schedule that follows a dataset has come. */
export interface SubscriptionProgress {
  /** The version up to which runs were started, or that was the newest when it was made. */
  readonly since: number;
  /** The last run it started; `null` before the first. */
  readonly lastRun: string | null;
}

/** A schedule as it is held: one of times by Temporal, one that follows a dataset by the dataset's workflow. */
export interface ListedSchedule {
  /** As it was given, defaults filled in. */
  readonly definition: Schedule;
  readonly paused: boolean;
  /** The reason for the pause, or the purpose. */
  readonly note: string | null;
  /** Changes made in Temporal by other hands: `held` there, `wanted` by the definition. */
  readonly drift: readonly ScheduleDifference[];
  /** `null` of one with times. */
  readonly subscription: SubscriptionProgress | null;
  /** All 0 of one that follows a dataset: it has no times. */
  readonly counts: ScheduleCounts;
  /** The intervals of its next five times; none while it is paused, and of one that follows a dataset. */
  readonly next: readonly Interval[];
  /** When it last acted, ISO 8601; `null` where it has not yet. */
  readonly lastAt: string | null;
  /** ISO 8601; `null` of one that follows a dataset. */
  readonly createdAt: string | null;
  /** ISO 8601; `null` where it was not. */
  readonly updatedAt: string | null;
}

/** The run that an interval is worked on by, whichever way it is started. */
export interface DueRun {
  readonly runId: string;
  readonly interval: Interval;
}

/** The run that a trigger leads to. */
export interface TriggeredRun {
  readonly runId: string;
  /** `null` where it is of a version that has none. */
  readonly interval: Interval | null;
}

/** One time, or version, that a schedule acted on. */
export interface ScheduledRun {
  readonly runId: string;
  /** `null` of a version's run: the version has it. */
  readonly interval: Interval | null;
  /** When it was acted on, ISO 8601. */
  readonly takenAt: string;
  /** The run's; `null` where Temporal does not know it yet, or any more. */
  readonly state: RunState | null;
}

export interface ScheduleDescription extends ListedSchedule {
  /** The latest ten, latest first. */
  readonly recent: readonly ScheduledRun[];
}
