import type { ScheduleDefinition } from '@headrace/contracts';

import { subscribe } from '../datasets/subscribe.ts';
import { isSubscribed, type HeldSubscription } from '../datasets/subscribed-schedule.ts';
import { unsubscribe } from '../datasets/unsubscribe.ts';
import { InvalidInput } from '../errors/invalid-input.ts';
import type { Settings } from '../settings.ts';
import { assertNoCycle } from './assert-fits.ts';
import { callSchedule } from './call-schedule.ts';
import { checkDefinition, type CheckedDefinition } from './check-definition.ts';
import { makeSchedule } from './create-schedule.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { readListed, type HeldTimes } from './read-schedule.ts';
import type { ListedSchedule } from './schedule-description.ts';
import { toListed, updateSubscription } from './subscriptions.ts';
import type { TimedSchedule } from './timed-schedule.ts';
import { toTemporalSchedule } from './to-temporal-schedule.ts';
import { withSchedule } from './with-schedule.ts';

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
