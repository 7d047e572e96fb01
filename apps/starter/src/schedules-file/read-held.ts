import type { ListedSchedule, SchedulesClient } from '@headrace/client';
import type { ScheduleDefinition } from '@headrace/contracts';

import { toErrorType } from '../errors/explain.ts';

/** The schedules of Headrace that there are. Those of the file are asked for by name: a list lags behind. */
export async function readHeld(
  schedules: SchedulesClient,
  wanted: readonly ScheduleDefinition[],
): Promise<readonly ListedSchedule[]> {
  const listed = await schedules.list();
  const known = new Set(listed.map(({ definition }) => definition.name));
  const found: ListedSchedule[] = [];
  for (const { name } of wanted.filter((definition) => !known.has(definition.name))) {
    const schedule = await find(schedules, name);
    if (schedule) found.push(schedule);
  }
  return [...listed, ...found];
}

async function find(schedules: SchedulesClient, name: string): Promise<ListedSchedule | undefined> {
  return schedules.describe(name).catch((error: unknown) => {
    if (toErrorType(error) === 'ScheduleNotFound') return undefined;
    throw error;
  });
}
