import type { Settings } from '../settings.ts';
import { listDatasets, type ListedDataset } from './list-datasets.ts';
import { showDataset, type ShowDatasetOptions, type ShownDataset } from './show-dataset.ts';

/** What pipelines have landed, and who is told of it; through the workers: every method throws `NoAnswer` without one. */
export interface DatasetsClient {
  /** The datasets of all pipelines, in the pipelines' order, each with its newest version. */
  list(): Promise<ListedDataset[]>;
  /** Throws `InvalidInput` for a dataset that no pipeline lands. */
  show(dataset: string, options?: ShowDatasetOptions): Promise<ShownDataset>;
}

export function createDatasetsClient(settings: Settings): DatasetsClient {
  return {
    list: () => listDatasets(settings),
    show: (dataset, options) => showDataset(settings, dataset, options),
  };
}
