import type { ScheduleDefinition } from '@headrace/contracts';

import { subscribe } from '../datasets/subscribe.ts';
import { isSubscribed } from '../datasets/subscribed-schedule.ts';
import type { Settings } from '../settings.ts';
import { assertFree, assertNoCycle } from './assert-fits.ts';
import { callSchedule } from './call-schedule.ts';
import { checkDefinition, type CheckedDefinition } from './check-definition.ts';
import { readListed } from './read-schedule.ts';
import type { ListedSchedule } from './schedule-description.ts';
import { toListed } from './subscriptions.ts';
import { toMemo, toTemporalSchedule } from './to-temporal-schedule.ts';

/** Makes a schedule of times, or one that follows a dataset. Throws `InvalidInput`, `ScheduleExists` or `NoAnswer`. */
export async function createSchedule(
  settings: Settings,
  definition: ScheduleDefinition,
): Promise<ListedSchedule> {
  const checked = checkDefinition(settings, definition);
  await assertFree(settings, checked.schedule.name);
  await assertNoCycle(settings, checked.schedule);
  return makeSchedule(settings, checked);
}

/** The same once all is checked. */
export async function makeSchedule(
  settings: Settings,
  { schedule, contract }: CheckedDefinition,
): Promise<ListedSchedule> {
  if (isSubscribed(schedule)) return toListed(await subscribe(settings, { definition: schedule }));
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
