import type { Settings } from '../../temporal/settings.ts';
import type { ListedSchedule } from '../schedule-description.ts';
import { callSchedule, readListed, type HeldTimes } from './read-schedule.ts';

/** The note of a schedule that was paused without a word. */
export const pausedByHand = 'paused by hand';

/** Has a schedule act on no further time. Throws `ScheduleNotFound`. */
export async function pauseSchedule(
  settings: Settings,
  { definition: { name } }: HeldTimes,
  note: string = pausedByHand,
): Promise<ListedSchedule> {
  await callSchedule(settings, name, () => settings.client.schedule.getHandle(name).pause(note));
  return readListed(settings, name);
}

/** Has a schedule act again; its note is then the definition's. Throws `ScheduleNotFound`. */
export async function unpauseSchedule(
  settings: Settings,
  { definition }: HeldTimes,
  note?: string,
): Promise<ListedSchedule> {
  const { name } = definition;
  const said = note ?? definition.note ?? '';
  await callSchedule(settings, name, () => settings.client.schedule.getHandle(name).unpause(said));
  return readListed(settings, name);
}

/** Takes a schedule away. Throws `ScheduleNotFound`. */
export async function deleteSchedule(settings: Settings, { definition: { name } }: HeldTimes): Promise<void> {
  await callSchedule(settings, name, () => settings.client.schedule.getHandle(name).delete());
}
