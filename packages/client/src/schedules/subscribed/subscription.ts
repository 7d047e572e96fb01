import { isTimed, type OnDataset, type Schedule, type Subscription } from '@headrace/contracts';

import { datasetNames, readState } from '../../datasets/read-dataset.ts';
import type { Settings } from '../../temporal/settings.ts';

/** All subscriptions, by dataset and name. Throws `NoAnswer`. */
export async function listSubscriptions(settings: Settings): Promise<HeldSubscription[]> {
  const states = await Promise.all(datasetNames(settings).map((dataset) => readState(settings, dataset)));
  // A dataset's workflow takes no other.
  return states.flatMap(({ subscriptions }) => subscriptions as readonly HeldSubscription[]);
}

/** Finds a subscription by name. Throws `NoAnswer`. */
export async function findSubscription(
  settings: Settings,
  name: string,
): Promise<HeldSubscription | undefined> {
  const subscriptions = await listSubscriptions(settings);
  return subscriptions.find(({ definition }) => definition.name === name);
}

/** A schedule that follows a dataset. */
export interface SubscribedSchedule extends Schedule {
  readonly when: OnDataset;
}

/** A subscription in the dataset's workflow. */
export interface HeldSubscription extends Subscription {
  readonly definition: SubscribedSchedule;
}

export function isSubscribed(schedule: Schedule): schedule is SubscribedSchedule {
  return !isTimed(schedule.when);
}
