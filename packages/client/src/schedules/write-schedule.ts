import type { ScheduleDefinition } from '@headrace/contracts';

import type { Settings } from '../temporal/settings.ts';
import { checkDefinition } from './check-definition.ts';
import { findBackend, getSchedule } from './find-schedules.ts';
import { refuseSchedule } from './schedule-backend.ts';
import { assertFree, assertNoCycle } from './schedule-conflicts.ts';
import type { ListedSchedule } from './schedule-description.ts';

/** Makes a schedule. Throws `InvalidInput`, `ScheduleExists` or `NoAnswer`. */
export async function createSchedule(
  settings: Settings,
  definition: ScheduleDefinition,
): Promise<ListedSchedule> {
  const checked = checkDefinition(settings, definition);
  await assertFree(settings, checked.schedule.name);
  await assertNoCycle(settings, checked.schedule);
  return findBackend(settings, checked.schedule.when).create(checked);
}

/**
 * Puts a definition in place of the existing one, in another backend where it is due in another way. Throws
 * `InvalidInput`, `ScheduleNotFound` or `NoAnswer`.
 */
export async function updateSchedule(
  settings: Settings,
  name: string,
  definition: ScheduleDefinition,
): Promise<ListedSchedule> {
  const { schedule, contract } = checkDefinition(settings, definition);
  if (schedule.name !== name) {
    throw refuseSchedule(name, 'name', `${schedule.name} is another schedule; a name stays`);
  }
  await assertNoCycle(settings, schedule);
  const held = await getSchedule(settings, name);
  const backend = findBackend(settings, schedule.when);
  if (backend.keeps(held.listed.definition.when)) return held.update({ schedule, contract });
  const { paused = held.listed.paused } = schedule;
  // In this order, the same update goes on where one has broken off in between.
  const made = await backend.create({ schedule: { ...schedule, paused }, contract }, { replace: true });
  await held.delete();
  return made;
}
