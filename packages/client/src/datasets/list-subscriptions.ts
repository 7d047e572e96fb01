import type { Settings } from '../settings.ts';
import { datasetNames } from './dataset-names.ts';
import { readState } from './read-state.ts';
import type { HeldSubscription } from './subscribed-schedule.ts';

/** All subscriptions, by dataset and name. Throws `NoAnswer`. */
export async function listSubscriptions(settings: Settings): Promise<HeldSubscription[]> {
  const states = await Promise.all(datasetNames(settings).map((dataset) => readState(settings, dataset)));
  // A dataset's workflow takes no other.
  return states.flatMap(({ subscriptions }) => subscriptions as readonly HeldSubscription[]);
}

/** The one of that name. Throws `NoAnswer`. */
export async function findSubscription(
  settings: Settings,
  name: string,
): Promise<HeldSubscription | undefined> {
  const subscriptions = await listSubscriptions(settings);
  return subscriptions.find(({ definition }) => definition.name === name);
}
