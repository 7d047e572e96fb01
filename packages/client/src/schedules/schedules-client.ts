import { checkWhen, nextIntervals } from '@headrace/calendar';
import type { Interval, ScheduleDefinition, TimedWhen } from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import type { Settings } from '../temporal/settings.ts';
import { listSchedules, withSchedule, type ListSchedulesOptions } from './find-schedules.ts';
import type { DueRun, ListedSchedule, ScheduleDescription, TriggeredRun } from './schedule-description.ts';
import {
  describeSubscription,
  pauseSubscription,
  refuseTimes,
  triggerSubscription,
  unpauseSubscription,
} from './subscribed/steer-subscription.ts';
import { unsubscribe } from './subscribed/subscribe.ts';
import { describeSchedule } from './timed/describe-schedule.ts';
import { deleteSchedule, pauseSchedule, unpauseSchedule } from './timed/steer-schedule.ts';
import { backfillSchedule, triggerSchedule, type BackfillRange } from './timed/trigger-schedule.ts';
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

export interface NextOptions {
  /** Intervals at most; 5 by default. */
  readonly limit?: number;
  /** Intervals start after this time; now by default. */
  readonly after?: Date;
}

/** The intervals of the next times. Throws `InvalidInput`. */
function findNextIntervals(when: TimedWhen, { limit = 5, after = new Date() }: NextOptions = {}): Interval[] {
  const problem = checkWhen(when);
  if (problem === undefined) return nextIntervals(when, { limit, after });
  throw new InvalidInput('the calendar', [{ field: 'when', message: problem }]);
}
