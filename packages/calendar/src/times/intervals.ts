import type { Interval, TimedWhen } from '@headrace/contracts';

import { createNominalTimes } from './nominal-times.ts';
import { formatWhen } from '../when.ts';

/** [from, to). */
export interface Range {
  readonly from: Date;
  readonly to: Date;
}

/**
 * The interval that an instant is in: it starts at the latest nominal time that is not after it. Throws `RangeError`
 * where there is none, which with cron is before 2000 and after 2100.
 */
export function intervalAt(when: TimedWhen, at: Date): Interval {
  const found = createNominalTimes(when).around(at.getTime());
  if (found !== undefined) return toInterval(...found);
  throw new RangeError(`${formatWhen(when)} has no interval with ${at.toISOString()} in it`);
}

/** The intervals that start in the range, in order. */
export function* intervalsBetween(when: TimedWhen, { from, to }: Range): Generator<Interval> {
  let start: number | undefined;
  for (const time of createNominalTimes(when).after(from.getTime() - 1)) {
    if (start !== undefined) yield toInterval(start, time);
    if (time >= to.getTime()) return;
    start = time;
  }
}

function toInterval(start: number, end: number): Interval {
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

/** The intervals that start after an instant, in order. Throws as `checkWhen` says. */
export function nextIntervals(when: TimedWhen, { after, limit }: NextTimesOptions): Interval[] {
  const starts = nextTimes(when, { after, limit: limit + 1 }).map((time) => time.toISOString());
  return starts.slice(0, limit).flatMap((start, index) => {
    const end = starts[index + 1];
    return end === undefined ? [] : [{ start, end }];
  });
}

export interface NextTimesOptions {
  readonly after: Date;
  /** Times at most. */
  readonly limit: number;
}

/** The nominal times after an instant, in order: the same as Temporal's. Throws as `checkWhen` says. */
export function nextTimes(when: TimedWhen, { after, limit }: NextTimesOptions): Date[] {
  const found: Date[] = [];
  for (const time of createNominalTimes(when).after(after.getTime())) {
    if (found.length >= limit) break;
    found.push(new Date(time));
  }
  return found;
}
