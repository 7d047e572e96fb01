import type { Interval, TimedWhen } from '@headrace/contracts';

import { nextTimes, type NextTimesOptions } from './next-times.ts';

/** The intervals that start after an instant, in order. Throws as `checkWhen` says. */
export function nextIntervals(when: TimedWhen, { after, limit }: NextTimesOptions): Interval[] {
  const starts = nextTimes(when, { after, limit: limit + 1 }).map((time) => time.toISOString());
  return starts.slice(0, limit).flatMap((start, index) => {
    const end = starts[index + 1];
    return end === undefined ? [] : [{ start, end }];
  });
}
