import type { Interval, When } from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import type { CheckedDefinition } from './check-definition.ts';
import type { DueRun, ListedSchedule, ScheduleDescription, TriggeredRun } from './schedule-description.ts';

/** Keeps the schedules of one kind of trigger. A third kind of trigger is a folder with a backend. */
export interface ScheduleBackend {
  readonly kind: 'timed' | 'subscribed';
  /** Whether schedules that are due so are kept here. */
  keeps(when: When): boolean;
  list(): Promise<ListedSchedule[]>;
  find(name: string): Promise<ScheduleHandle | undefined>;
  /** Throws `ScheduleExists`, unless `replace` puts the definition in place of a schedule of this name. */
  create(checked: CheckedDefinition, options?: { readonly replace?: boolean }): Promise<ListedSchedule>;
}

/** A schedule in its backend. */
export interface ScheduleHandle {
  readonly listed: ListedSchedule;
  describe(): Promise<ScheduleDescription>;
  pause(note?: string): Promise<ListedSchedule>;
  unpause(note?: string): Promise<ListedSchedule>;
  trigger(): Promise<TriggeredRun>;
  /** Takes a definition that the same backend keeps. */
  update(checked: CheckedDefinition): Promise<ListedSchedule>;
  delete(): Promise<void>;
  /** Throws `InvalidInput` for a schedule without times; so does `next`. */
  backfill(range: BackfillRange): Promise<DueRun[]>;
  next(options?: NextOptions): Promise<Interval[]>;
}

/** The times from `from` up to `to`, which is not among them. */
export interface BackfillRange {
  readonly from: Date;
  readonly to: Date;
}

export interface NextOptions {
  /** Intervals at most; 5 by default. */
  readonly limit?: number;
  /** Intervals start after this time; now by default. */
  readonly after?: Date;
}

/** The note of a schedule that was paused without a word. */
export const pausedByHand = 'paused by hand';

/** A problem of a schedule, at a field. */
export function refuseSchedule(name: string, field: string, problem: string): InvalidInput {
  return new InvalidInput(`schedule ${name}`, [{ field, message: `${field}: ${problem}` }]);
}

interface Noted {
  readonly note?: string | undefined;
  readonly paused: boolean;
}

/** Whether an update changes neither the note nor the pause: then a note given by hand stays. */
export function keepsNote(before: Noted, now: Noted): boolean {
  return now.note === before.note && now.paused === before.paused;
}
