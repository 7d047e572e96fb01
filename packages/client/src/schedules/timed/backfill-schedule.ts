import { intervalsBetween } from '@headrace/calendar';
import type { Interval } from '@headrace/contracts';

import { refuseSchedule, type BackfillRange } from '../schedule-backend.ts';
import type { TimedSchedule } from './temporal-schedule.ts';

/** Temporal keeps so many times waiting at most and drops the others. */
const mostTimes = 1_000;

/** Lists a schedule's intervals that start in a range of past times. Throws `InvalidInput`. */
export function listBackfill({ name, when }: TimedSchedule, { from, to }: BackfillRange): Interval[] {
  if (!(from < to)) throw refuseSchedule(name, 'to', `${format(to)} is not after ${format(from)}`);
  if (to.getTime() > Date.now()) throw refuseSchedule(name, 'to', `${format(to)} is yet to come`);
  const intervals: Interval[] = [];
  for (const interval of intervalsBetween(when, { from, to })) {
    intervals.push(interval);
    if (intervals.length <= mostTimes) continue;
    const problem = `there are more than ${mostTimes} times; give a later one, or make a backfill`;
    throw refuseSchedule(name, 'from', problem);
  }
  return intervals;
}

/** The range in Temporal's terms: its start is left out and its end is taken in; its times are whole seconds. */
export function toTemporalRange({ from, to }: BackfillRange): { readonly start: Date; readonly end: Date } {
  return { start: beforeNextSecond(from), end: beforeNextSecond(to) };
}

function beforeNextSecond(time: Date): Date {
  return new Date(Math.ceil(time.getTime() / 1_000) * 1_000 - 1);
}

function format(time: Date): string {
  return Number.isNaN(time.getTime()) ? 'that' : time.toISOString();
}
