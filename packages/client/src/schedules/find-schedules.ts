import { runIntervalWorkflow } from '@headrace/contracts';

import { ScheduleNotFound } from '../errors/schedule-errors.ts';
import type { Settings } from '../temporal/settings.ts';
import type { ListedSchedule } from './schedule-description.ts';
import { toListed } from './subscribed/steer-subscription.ts';
import { listSubscriptions, findSubscription, type HeldSubscription } from './subscribed/subscription.ts';
import { callSchedule, findTimes, type HeldTimes } from './timed/read-schedule.ts';

export interface ListSchedulesOptions {
  /** Those that have times, which need no worker to be listed, or those that follow a dataset; both by default. */
  readonly kind?: 'timed' | 'subscribed';
}

/** Schedules read at once. */
const atOnce = 10;

/** Headrace's schedules, by name. Throws `NoAnswer`. */
export async function listSchedules(
  settings: Settings,
  { kind }: ListSchedulesOptions = {},
): Promise<ListedSchedule[]> {
  const [timed, subscriptions] = await Promise.all([
    kind === 'subscribed' ? [] : listTimed(settings),
    kind === 'timed' ? [] : listSubscriptions(settings),
  ]);
  return [...timed, ...subscriptions.map(toListed)].toSorted(byName);
}

async function listTimed(settings: Settings): Promise<ListedSchedule[]> {
  const names = await callSchedule(settings, '', () => listNames(settings));
  const schedules: ListedSchedule[] = [];
  for (let index = 0; index < names.length; index += atOnce) {
    const some = names.slice(index, index + atOnce).map((name) => findTimes(settings, name));
    // One that was deleted is listed a little longer.
    schedules.push(...(await Promise.all(some)).flatMap((found) => (found ? [found.schedule] : [])));
  }
  return schedules;
}

async function listNames({ client }: Settings): Promise<string[]> {
  const names: string[] = [];
  for await (const { scheduleId, action } of client.schedule.list()) {
    if (action?.workflowType === runIntervalWorkflow) names.push(scheduleId);
  }
  return names;
}

function byName({ definition: one }: ListedSchedule, { definition: other }: ListedSchedule): number {
  return one.name < other.name ? -1 : 1;
}

/** The work on a schedule, by its kind. */
interface EitherKind<Answer> {
  timed(held: HeldTimes): Answer | Promise<Answer>;
  subscribed(held: HeldSubscription): Answer | Promise<Answer>;
}

/**
 * Does what is to be done with the schedule of a name. One of times is looked for first, which needs no worker.
 * Throws `ScheduleNotFound` or `NoAnswer`.
 */
export async function withSchedule<Answer>(
  settings: Settings,
  name: string,
  { timed, subscribed }: EitherKind<Answer>,
): Promise<Answer> {
  const times = await findTimes(settings, name);
  if (times !== undefined) return timed(times);
  const subscription = await findSubscription(settings, name);
  if (subscription !== undefined) return subscribed(subscription);
  throw new ScheduleNotFound(name);
}
