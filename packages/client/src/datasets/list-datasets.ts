import type { DatasetListing, DatasetVersion } from '@headrace/contracts';

import type { Settings } from '../settings.ts';
import { askDatasets } from './ask-datasets.ts';
import { datasetNames } from './dataset-names.ts';

export interface ListedDataset {
  readonly dataset: string;
  /** Names of the pipelines that land in it. */
  readonly pipelines: readonly string[];
  /** `null` before the first. */
  readonly latest: DatasetVersion | null;
}

/** The datasets of all pipelines, each with its newest version. Throws `NoAnswer`. */
export async function listDatasets(settings: Settings): Promise<ListedDataset[]> {
  const published = await askDatasets<readonly DatasetListing[]>(settings, {
    workflow: 'listDatasets',
    work: 'listing the datasets',
  });
  return datasetNames(settings).map((dataset) => ({
    dataset,
    pipelines: settings.pipelines.filter((one) => one.dataset.name === dataset).map(({ name }) => name),
    latest: published.find((one) => one.dataset === dataset)?.latest ?? null,
  }));
}
