import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import type { HeldTimes } from './read-schedule.ts';

/** Takes a schedule away. Throws `ScheduleNotFound`. */
export async function deleteSchedule(settings: Settings, { definition: { name } }: HeldTimes): Promise<void> {
  await callSchedule(settings, name, () => settings.client.schedule.getHandle(name).delete());
}
