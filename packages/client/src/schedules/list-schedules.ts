import { runIntervalWorkflow } from '@headrace/contracts';

import { listSubscriptions } from '../datasets/list-subscriptions.ts';
import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import { findTimes } from './read-schedule.ts';
import type { ListedSchedule } from './schedule-description.ts';
import { toListed } from './subscriptions.ts';

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
