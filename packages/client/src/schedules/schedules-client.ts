import type { Interval, ScheduleDefinition, TimedWhen } from '@headrace/contracts';

import type { Settings } from '../temporal/settings.ts';
import { getSchedule, listSchedules, type ListSchedulesOptions } from './find-schedules.ts';
import type { BackfillRange, NextOptions, ScheduleHandle } from './schedule-backend.ts';
import type { DueRun, ListedSchedule, ScheduleDescription, TriggeredRun } from './schedule-description.ts';
import { listNextIntervals } from './timed/temporal-schedules.ts';
import { createSchedule, updateSchedule } from './write-schedule.ts';

/**
 * Runs pipelines at set times, by Temporal's own schedules, or for every new version of a dataset, by the dataset's
 * workflow. Methods that take a name throw `ScheduleNotFound`; those that take a definition throw `InvalidInput` with
 * everything that is wrong with it; what a dataset's workflow is asked throws `NoAnswer` where no worker answers for it.
 */
export interface SchedulesClient {
  /** Makes a schedule; one that follows a dataset begins after its newest version. Throws `ScheduleExists`. */
  create(definition: ScheduleDefinition): Promise<ListedSchedule>;
  /** All there are, by name. Temporal shows a new one within a second. */
  list(options?: ListSchedulesOptions): Promise<ListedSchedule[]>;
  describe(name: string): Promise<ScheduleDescription>;
  /** Acts on no further time or version; what runs goes on. */
  pause(name: string, note?: string): Promise<ListedSchedule>;
  unpause(name: string, note?: string): Promise<ListedSchedule>;
  /**
   * Acts on the interval that holds this moment, paused or not, once no run of the schedule's is under way; one that
   * follows a dataset, on its newest version. Throws `InvalidInput` where there is no version yet.
   */
  trigger(name: string): Promise<TriggeredRun>;
  /** Puts a definition in place of the one there is; a `paused` that is not given stays as it is. */
  update(name: string, definition: ScheduleDefinition): Promise<ListedSchedule>;
  /** Takes a schedule away; what runs goes on. */
  delete(name: string): Promise<void>;
  /**
   * Acts on past times, paused or not, one after the other. Throws `InvalidInput` for more than 1,000 of them, and for a
   * schedule that follows a dataset; so does `next`.
   */
  backfill(name: string, range: BackfillRange): Promise<DueRun[]>;
  /** The intervals of the next times of a schedule, or of one that is yet to be made. */
  next(target: string | TimedWhen, options?: NextOptions): Promise<Interval[]>;
}

export function createSchedulesClient(settings: Settings): SchedulesClient {
  const get = (name: string): Promise<ScheduleHandle> => getSchedule(settings, name);
  return {
    create: (definition) => createSchedule(settings, definition),
    list: (options) => listSchedules(settings, options),
    describe: async (name) => (await get(name)).describe(),
    pause: async (name, note) => (await get(name)).pause(note),
    unpause: async (name, note) => (await get(name)).unpause(note),
    trigger: async (name) => (await get(name)).trigger(),
    update: (name, definition) => updateSchedule(settings, name, definition),
    delete: async (name) => (await get(name)).delete(),
    backfill: async (name, range) => (await get(name)).backfill(range),
    next: async (target, options) =>
      typeof target === 'string' ? (await get(target)).next(options) : listNextIntervals(target, options),
  };
}
