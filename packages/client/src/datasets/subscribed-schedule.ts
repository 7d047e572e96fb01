import { isTimed, type OnDataset, type Schedule, type Subscription } from '@headrace/contracts';

/** A schedule that follows a dataset. */
export interface SubscribedSchedule extends Schedule {
  readonly when: OnDataset;
}

/** The same as the dataset's workflow holds it. */
export interface HeldSubscription extends Subscription {
  readonly definition: SubscribedSchedule;
}

export function isSubscribed(schedule: Schedule): schedule is SubscribedSchedule {
  return !isTimed(schedule.when);
}
