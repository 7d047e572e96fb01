import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import { readSchedule } from './read-schedule.ts';

/** Takes a schedule away. Throws `ScheduleNotFound`. */
export async function deleteSchedule(settings: Settings, name: string): Promise<void> {
  await readSchedule(settings, name);
  await callSchedule(settings, name, () => settings.client.schedule.getHandle(name).delete());
}
