import { findSubscription } from '../datasets/list-subscriptions.ts';
import type { HeldSubscription } from '../datasets/subscribed-schedule.ts';
import { ScheduleNotFound } from '../errors/schedule-not-found.ts';
import type { Settings } from '../settings.ts';
import { findTimes, type HeldTimes } from './read-schedule.ts';

/** What is to be done with a schedule of either kind. */
export interface EitherKind<Answer> {
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
