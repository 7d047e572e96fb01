import type {
  DatasetListing,
  DatasetVersion,
  AnyDatasetContract,
  Dependency,
  Subscription,
  Waiter,
} from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import type { Settings } from '../temporal/settings.ts';
import { askDatasets, datasetNames, readState, readVersions } from './read-dataset.ts';

/**
 * Reads datasets, their versions and their readers, through the workers: every method throws `NoAnswer`
 * without one.
 */
export interface DatasetsClient {
  /** The datasets of all pipelines, in the pipelines' order, each with its newest version. */
  list(): Promise<ListedDataset[]>;
  /** Throws `InvalidInput` for a dataset that no pipeline lands. */
  show(dataset: string, options?: ShowDatasetOptions): Promise<ShownDataset>;
}

export function createDatasetsClient(settings: Settings): DatasetsClient {
  return {
    list: () => listDatasets(settings),
    show: (dataset, options) => formatDataset(settings, dataset, options),
  };
}

export interface ListedDataset {
  readonly dataset: string;
  /** Names of the pipelines that land in it. */
  readonly pipelines: readonly string[];
  /** `null` before the first. */
  readonly latest: DatasetVersion | null;
}

/** The datasets of all pipelines, each with its newest version. Throws `NoAnswer`. */
async function listDatasets(settings: Settings): Promise<ListedDataset[]> {
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

export interface ShowDatasetOptions {
  /** Versions at most; 10 by default. */
  readonly limit?: number;
}

/** A pipeline whose contract needs a dataset. */
export interface DatasetReader extends Omit<Dependency, 'dataset'> {
  readonly pipeline: string;
}

export interface ShownDataset {
  readonly dataset: string;
  readonly columns: AnyDatasetContract['columns'];
  /** Names of the pipelines that land in it. */
  readonly pipelines: readonly string[];
  readonly readers: readonly DatasetReader[];
  readonly subscriptions: readonly Subscription[];
  /** Runs that wait for a version. */
  readonly waiters: readonly Waiter[];
  /** Newest first. */
  readonly versions: readonly DatasetVersion[];
}

/** A dataset, its versions and who reads it. Throws `InvalidInput` or `NoAnswer`. */
async function formatDataset(
  settings: Settings,
  dataset: string,
  { limit = 10 }: ShowDatasetOptions = {},
): Promise<ShownDataset> {
  const landing = settings.pipelines.filter((one) => one.dataset.name === dataset);
  const [first] = landing;
  if (first === undefined) throw refuse(settings, dataset);
  const [versions, { subscriptions, waiters }] = await Promise.all([
    readVersions(settings, { dataset, limit }),
    readState(settings, dataset),
  ]);
  const { columns } = first.dataset;
  const pipelines = landing.map(({ name }) => name);
  return {
    dataset,
    columns,
    pipelines,
    readers: findReaders(settings, dataset),
    subscriptions,
    waiters,
    versions,
  };
}

function refuse(settings: Settings, dataset: string): InvalidInput {
  const message = `there is no dataset ${JSON.stringify(dataset)}; there are ${datasetNames(settings).join(', ')}`;
  return new InvalidInput('the datasets', [{ field: 'dataset', message }]);
}

function findReaders({ pipelines }: Settings, dataset: string): DatasetReader[] {
  return pipelines.flatMap(({ name, after = [] }) =>
    after.flatMap(({ dataset: needed, ...need }) =>
      needed === dataset ? [{ pipeline: name, ...need }] : [],
    ),
  );
}
