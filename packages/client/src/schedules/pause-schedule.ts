import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import { readListed, readSchedule } from './read-schedule.ts';
import type { ListedSchedule } from './schedule-description.ts';

/** Has a schedule act on no further time. Throws `ScheduleNotFound`. */
export async function pauseSchedule(
  settings: Settings,
  name: string,
  note = 'paused by hand',
): Promise<ListedSchedule> {
  await readSchedule(settings, name);
  await callSchedule(settings, name, () => settings.client.schedule.getHandle(name).pause(note));
  return readListed(settings, name);
}

/** Has a schedule act again; its note is then the definition's. Throws `ScheduleNotFound`. */
export async function unpauseSchedule(
  settings: Settings,
  name: string,
  note?: string,
): Promise<ListedSchedule> {
  const { definition } = await readSchedule(settings, name);
  const said = note ?? definition.note ?? '';
  await callSchedule(settings, name, () => settings.client.schedule.getHandle(name).unpause(said));
  return readListed(settings, name);
}
