import { intervalAt } from '@headrace/calendar';

import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import type { HeldTimes } from './read-schedule.ts';
import type { DueRun } from './schedule-description.ts';
import { toDueRun } from './to-due-run.ts';

/** Acts on the interval that holds this moment. Throws `ScheduleNotFound`. */
export async function triggerSchedule(settings: Settings, { definition }: HeldTimes): Promise<DueRun> {
  const interval = intervalAt(definition.when, new Date());
  // Temporal's default, beside what runs, would not pause the schedule where the run fails.
  const overlap = definition.overlap === 'allow-all' ? 'ALLOW_ALL' : 'BUFFER_ALL';
  await callSchedule(settings, definition.name, () =>
    settings.client.schedule.getHandle(definition.name).trigger(overlap),
  );
  return toDueRun(definition, interval);
}
