import type { ScheduleDefinition } from '@headrace/contracts';

import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import { checkDefinition } from './check-definition.ts';
import { readListed } from './read-schedule.ts';
import type { ListedSchedule } from './schedule-description.ts';
import { toMemo, toTemporalSchedule } from './to-temporal-schedule.ts';

/** Makes a schedule. Throws `InvalidInput` or `ScheduleExists`. */
export async function createSchedule(
  settings: Settings,
  definition: ScheduleDefinition,
): Promise<ListedSchedule> {
  const { schedule, contract } = checkDefinition(settings, definition);
  const { name, paused = false, note } = schedule;
  await callSchedule(settings, name, () =>
    settings.client.schedule.create({
      scheduleId: name,
      ...toTemporalSchedule(schedule, contract),
      memo: toMemo(schedule),
      state: { paused, ...(note !== undefined && { note }) },
    }),
  );
  return readListed(settings, name);
}
