import type {
  AnyDatasetContract,
  DatasetVersion,
  Dependency,
  Subscription,
  Waiter,
} from '@headrace/contracts';

import { InvalidInput } from '../errors/invalid-input.ts';
import type { Settings } from '../settings.ts';
import { datasetNames } from './dataset-names.ts';
import { readState } from './read-state.ts';
import { readVersions } from './read-versions.ts';

export interface ShowDatasetOptions {
  /** Versions at most; 10 by default. */
  readonly limit?: number;
}

/** A pipeline whose contract says that it needs a dataset. */
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
export async function showDataset(
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
