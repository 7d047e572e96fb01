import type { Subscription } from '@headrace/contracts';

import type { Settings } from '../settings.ts';
import { datasetNames } from './dataset-names.ts';
import { readState } from './read-state.ts';

/** All subscriptions, by dataset and name. Throws `NoAnswer`. */
export async function listSubscriptions(settings: Settings): Promise<Subscription[]> {
  const states = await Promise.all(datasetNames(settings).map((dataset) => readState(settings, dataset)));
  return states.flatMap(({ subscriptions }) => subscriptions);
}
