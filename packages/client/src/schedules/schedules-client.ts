import type { Interval, ScheduleDefinition, TimedWhen } from '@headrace/contracts';

import type { Settings } from '../settings.ts';
import { backfillSchedule, type BackfillRange } from './backfill-schedule.ts';
import { createSchedule } from './create-schedule.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { describeSchedule } from './describe-schedule.ts';
import { listSchedules } from './list-schedules.ts';
import { findNextIntervals, type NextOptions } from './next-intervals.ts';
import { pauseSchedule, unpauseSchedule } from './pause-schedule.ts';
import type { DueRun, ListedSchedule, ScheduleDescription } from './schedule-description.ts';
import { triggerSchedule } from './trigger-schedule.ts';
import { updateSchedule } from './update-schedule.ts';

/**
 * Runs pipelines at set times, by Temporal's own schedules. Methods that take a name throw `ScheduleNotFound`; those that
 * take a definition throw `InvalidInput` with everything that is wrong with it.
 */
export interface SchedulesClient {
  /** Makes a schedule. Throws `ScheduleExists`. */
  create(definition: ScheduleDefinition): Promise<ListedSchedule>;
  /** All there are, by name. Temporal shows a new one within a second. */
  list(): Promise<ListedSchedule[]>;
  describe(name: string): Promise<ScheduleDescription>;
  /** Acts on no further time; what runs goes on. */
  pause(name: string, note?: string): Promise<ListedSchedule>;
  unpause(name: string, note?: string): Promise<ListedSchedule>;
  /** Acts on the interval that holds this moment, paused or not, once no run of the schedule's is under way. */
  trigger(name: string): Promise<DueRun>;
  /** Puts a definition in place of the one there is; a `paused` that is not given stays as it is. */
  update(name: string, definition: ScheduleDefinition): Promise<ListedSchedule>;
  /** Takes a schedule away; what runs goes on. */
  delete(name: string): Promise<void>;
  /** Acts on past times, paused or not, one after the other. Throws `InvalidInput` for more than 1,000 of them. */
  backfill(name: string, range: BackfillRange): Promise<DueRun[]>;
  /** The intervals of the next times of a schedule, or of one that is yet to be made. */
  next(target: string | TimedWhen, options?: NextOptions): Promise<Interval[]>;
}

export function createSchedulesClient(settings: Settings): SchedulesClient {
  return {
    create: (definition) => createSchedule(settings, definition),
    list: () => listSchedules(settings),
    describe: (name) => describeSchedule(settings, name),
    pause: (name, note) => pauseSchedule(settings, name, note),
    unpause: (name, note) => unpauseSchedule(settings, name, note),
    trigger: (name) => triggerSchedule(settings, name),
    update: (name, definition) => updateSchedule(settings, name, definition),
    delete: (name) => deleteSchedule(settings, name),
    backfill: (name, range) => backfillSchedule(settings, name, range),
    next: (target, options) => findNextIntervals(settings, target, options),
  };
}
