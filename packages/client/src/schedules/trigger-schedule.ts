import { intervalAt } from '@headrace/calendar';

import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import { readSchedule } from './read-schedule.ts';
import type { DueRun } from './schedule-description.ts';
import { toDueRun } from './to-due-run.ts';

/** Acts on the interval that holds this moment. Throws `ScheduleNotFound`. */
export async function triggerSchedule(settings: Settings, name: string): Promise<DueRun> {
  const { definition } = await readSchedule(settings, name);
  const interval = intervalAt(definition.when, new Date());
  // Temporal's default, beside what runs, would not pause the schedule where the run fails.
  const overlap = definition.overlap === 'allow-all' ? 'ALLOW_ALL' : 'BUFFER_ALL';
  await callSchedule(settings, name, () => settings.client.schedule.getHandle(name).trigger(overlap));
  return toDueRun(definition, interval);
}
