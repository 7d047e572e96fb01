import type { ScheduleDefinition } from '@headrace/contracts';

import { InvalidInput } from '../errors/invalid-input.ts';
import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import { checkDefinition } from './check-definition.ts';
import { readListed, readSchedule } from './read-schedule.ts';
import type { ListedSchedule } from './schedule-description.ts';
import { toTemporalSchedule } from './to-temporal-schedule.ts';

/** Puts a definition in place of the one there is. Throws `InvalidInput` or `ScheduleNotFound`. */
export async function updateSchedule(
  settings: Settings,
  name: string,
  definition: ScheduleDefinition,
): Promise<ListedSchedule> {
  const { schedule, contract } = checkDefinition(settings, definition);
  if (schedule.name !== name) {
    const message = `name: ${schedule.name} is another schedule; a name stays`;
    throw new InvalidInput(`schedule ${name}`, [{ field: 'name', message }]);
  }
  const { schedule: before, definition: known } = await readSchedule(settings, name);
  const { paused = before.paused, note } = schedule;
  const isAsBefore = note === known.note && paused === before.paused;
  const said = isAsBefore ? (before.note ?? undefined) : note;
  await callSchedule(settings, name, () =>
    settings.client.schedule.getHandle(name).update(() => ({
      ...toTemporalSchedule(schedule, contract),
      state: { paused, ...(said !== undefined && { note: said }) },
    })),
  );
  return readListed(settings, name);
}
