import { checkWhen, nextIntervals } from '@headrace/calendar';
import type { Interval, TimedWhen } from '@headrace/contracts';

import { InvalidInput } from '../errors/invalid-input.ts';

export interface NextOptions {
  /** Intervals at most; 5 by default. */
  readonly limit?: number;
  /** They start after it; now by default. */
  readonly after?: Date;
}

/** The intervals of the next times. Throws `InvalidInput`. */
export function findNextIntervals(
  when: TimedWhen,
  { limit = 5, after = new Date() }: NextOptions = {},
): Interval[] {
  const problem = checkWhen(when);
  if (problem === undefined) return nextIntervals(when, { limit, after });
  throw new InvalidInput('the calendar', [{ field: 'when', message: problem }]);
}
