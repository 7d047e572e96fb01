import type { Interval, ScheduleDefinition, TimedWhen } from '@headrace/contracts';

import { unsubscribe } from '../datasets/unsubscribe.ts';
import type { Settings } from '../settings.ts';
import { backfillSchedule, type BackfillRange } from './backfill-schedule.ts';
import { createSchedule } from './create-schedule.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { describeSchedule } from './describe-schedule.ts';
import { listSchedules, type ListSchedulesOptions } from './list-schedules.ts';
import { findNextIntervals, type NextOptions } from './next-intervals.ts';
import { pauseSchedule, unpauseSchedule } from './pause-schedule.ts';
import type { DueRun, ListedSchedule, ScheduleDescription, TriggeredRun } from './schedule-description.ts';
import {
  describeSubscription,
  pauseSubscription,
  refuseTimes,
  triggerSubscription,
  unpauseSubscription,
} from './subscriptions.ts';
import { triggerSchedule } from './trigger-schedule.ts';
import { updateSchedule } from './update-schedule.ts';
import { withSchedule } from './with-schedule.ts';

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
  return {
    create: (definition) => createSchedule(settings, definition),
    list: (options) => listSchedules(settings, options),
    describe: (name) =>
      withSchedule(settings, name, {
        timed: (held) => describeSchedule(settings, held),
        subscribed: (held) => describeSubscription(settings, held),
      }),
    pause: (name, note) =>
      withSchedule(settings, name, {
        timed: (held) => pauseSchedule(settings, held, note),
        subscribed: (held) => pauseSubscription(settings, held, note),
      }),
    unpause: (name, note) =>
      withSchedule(settings, name, {
        timed: (held) => unpauseSchedule(settings, held, note),
        subscribed: (held) => unpauseSubscription(settings, held, note),
      }),
    trigger: (name) =>
      withSchedule<TriggeredRun>(settings, name, {
        timed: (held) => triggerSchedule(settings, held),
        subscribed: (held) => triggerSubscription(settings, held),
      }),
    update: (name, definition) => updateSchedule(settings, name, definition),
    delete: (name) =>
      withSchedule(settings, name, {
        timed: (held) => deleteSchedule(settings, held),
        subscribed: (held) => unsubscribe(settings, held.definition),
      }),
    backfill: (name, range) =>
      withSchedule(settings, name, {
        timed: (held) => backfillSchedule(settings, held, range),
        subscribed: (held) => Promise.reject(refuseTimes(held)),
      }),
    next: async (target, options) => {
      if (typeof target !== 'string') return findNextIntervals(target, options);
      return withSchedule(settings, target, {
        timed: ({ definition }) => findNextIntervals(definition.when, options),
        subscribed: (held) => Promise.reject(refuseTimes(held)),
      });
    },
  };
}
