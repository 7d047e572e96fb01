import type { ScheduleDefinition, Subscription } from '@headrace/contracts';

import type { Settings } from '../settings.ts';
import { listDatasets, type ListedDataset } from './list-datasets.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { showDataset, type ShowDatasetOptions, type ShownDataset } from './show-dataset.ts';
import { subscribe, type SubscribeOptions } from './subscribe.ts';
import { unsubscribe } from './unsubscribe.ts';

/** What pipelines have landed, and who is told of it; through the workers: every method throws `NoAnswer` without one. */
export interface DatasetsClient {
  /** The datasets of all pipelines, in the pipelines' order, each with its newest version. */
  list(): Promise<ListedDataset[]>;
  /** Throws `InvalidInput` for a dataset that no pipeline lands. */
  show(dataset: string, options?: ShowDatasetOptions): Promise<ShownDataset>;
  /** All there are, by dataset and name. */
  subscriptions(): Promise<Subscription[]>;
  /**
   * Has a pipeline run once for every version that a dataset gets from now on; `when` is the dataset.
   * Throws `InvalidInput` with everything that is wrong with it, or `ScheduleExists`.
   */
  subscribe(definition: ScheduleDefinition, options?: SubscribeOptions): Promise<Subscription>;
  /** Takes a subscription away; what runs goes on. Throws `ScheduleNotFound`. */
  unsubscribe(name: string): Promise<void>;
}

export function createDatasetsClient(settings: Settings): DatasetsClient {
  return {
    list: () => listDatasets(settings),
    show: (dataset, options) => showDataset(settings, dataset, options),
    subscriptions: () => listSubscriptions(settings),
    subscribe: (definition, options) => subscribe(settings, definition, options),
    unsubscribe: (name) => unsubscribe(settings, name),
  };
}
