import type { Interval, TimedWhen } from '@headrace/contracts';

import { createNominalTimes } from './nominal-times.ts';
import { showWhen } from './show-when.ts';

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
  throw new RangeError(`${showWhen(when)} has no interval with ${at.toISOString()} in it`);
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
