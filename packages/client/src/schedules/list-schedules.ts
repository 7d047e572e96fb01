import { runIntervalWorkflow } from '@headrace/contracts';

import { ScheduleNotFound } from '../errors/schedule-not-found.ts';
import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import { readListed } from './read-schedule.ts';
import type { ListedSchedule } from './schedule-description.ts';

/** Schedules read at once. */
const atOnce = 10;

/** All of Headrace's schedules, by name. */
export async function listSchedules(settings: Settings): Promise<ListedSchedule[]> {
  const names = await callSchedule(settings, '', () => listNames(settings));
  const schedules: ListedSchedule[] = [];
  for (let index = 0; index < names.length; index += atOnce) {
    const some = names.slice(index, index + atOnce).map((name) => readIfThere(settings, name));
    schedules.push(...(await Promise.all(some)).flat());
  }
  return schedules;
}

async function listNames({ client }: Settings): Promise<string[]> {
  const names: string[] = [];
  for await (const { scheduleId, action } of client.schedule.list()) {
    if (action?.workflowType === runIntervalWorkflow) names.push(scheduleId);
  }
  return names.toSorted();
}

/** A schedule that was deleted is listed a little longer. */
async function readIfThere(settings: Settings, name: string): Promise<ListedSchedule[]> {
  return readListed(settings, name).then(
    (schedule) => [schedule],
    (error: unknown) => {
      if (error instanceof ScheduleNotFound) return [];
      throw error;
    },
  );
}
