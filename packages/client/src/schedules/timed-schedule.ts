import type { Schedule, TimedWhen } from '@headrace/contracts';

/** A schedule that has times of its own. */
export interface TimedSchedule extends Schedule {
  readonly when: TimedWhen;
}
