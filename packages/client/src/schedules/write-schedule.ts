import type { ScheduleDefinition } from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import type { Settings } from '../temporal/settings.ts';
import { checkDefinition, type CheckedDefinition } from './check-definition.ts';
import { withSchedule } from './find-schedules.ts';
import { assertFree, assertNoCycle } from './schedule-conflicts.ts';
import type { ListedSchedule } from './schedule-description.ts';
import { toListed, updateSubscription } from './subscribed/steer-subscription.ts';
import { subscribe, unsubscribe } from './subscribed/subscribe.ts';
import { isSubscribed, type HeldSubscription } from './subscribed/subscription.ts';
import { callSchedule, readListed, type HeldTimes } from './timed/read-schedule.ts';
import { deleteSchedule } from './timed/steer-schedule.ts';
import { toMemo, toTemporalSchedule, type TimedSchedule } from './timed/temporal-schedule.ts';

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

/** Makes a schedule from a checked definition. */
async function makeSchedule(
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

/** Puts a definition in place of the one there is. Throws `InvalidInput`, `ScheduleNotFound` or `NoAnswer`. */
export async function updateSchedule(
  settings: Settings,
  name: string,
  definition: ScheduleDefinition,
): Promise<ListedSchedule> {
  const checked = checkDefinition(settings, definition);
  if (checked.schedule.name !== name) {
    const message = `name: ${checked.schedule.name} is another schedule; a name stays`;
    throw new InvalidInput(`schedule ${name}`, [{ field: 'name', message }]);
  }
  await assertNoCycle(settings, checked.schedule);
  return withSchedule(settings, name, {
    timed: (held) => updateTimes(settings, held, checked),
    subscribed: (held) => updateFollower(settings, held, checked),
  });
}

async function updateTimes(
  settings: Settings,
  held: HeldTimes,
  { schedule, contract }: CheckedDefinition,
): Promise<ListedSchedule> {
  const { paused = held.schedule.paused } = schedule;
  if (!isSubscribed(schedule)) return replaceTimes(settings, held, { schedule, contract });
  // In this order, the same update goes on where one has broken off in between.
  const made = await subscribe(settings, { definition: { ...schedule, paused }, replace: true });
  await deleteSchedule(settings, held);
  return toListed(made);
}

interface CheckedTimes extends CheckedDefinition {
  readonly schedule: TimedSchedule;
}

async function replaceTimes(
  settings: Settings,
  { schedule: before, definition: known }: HeldTimes,
  { schedule, contract }: CheckedTimes,
): Promise<ListedSchedule> {
  const { name, paused = before.paused, note } = schedule;
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

async function updateFollower(
  settings: Settings,
  held: HeldSubscription,
  { schedule, contract }: CheckedDefinition,
): Promise<ListedSchedule> {
  const { when, paused: wasPaused = false } = held.definition;
  if (isSubscribed(schedule) && schedule.when.on === when.on) {
    return updateSubscription(settings, held, schedule);
  }
  const { paused = wasPaused } = schedule;
  const made = await makeSchedule(settings, { schedule: { ...schedule, paused }, contract });
  await unsubscribe(settings, held.definition);
  return made;
}
