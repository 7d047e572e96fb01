import { retryableErrors, type AwaitVersionRequest, type VersionActivities } from '@headrace/contracts';

import type { ActivityDependencies } from '../dependencies.ts';
import { retryable, withFailures } from '../landing/failures.ts';
import type { Store } from '../store/store.ts';

/** What runs, datasets and people ask of datasets' versions. */
export function createVersions({ store }: ActivityDependencies): VersionActivities {
  return {
    findVersion: (request) => withFailures(() => store.findVersion(request)),
    readDataset: (request) => withFailures(() => store.readDataset(request)),
    awaitVersion: (request) => withFailures(() => awaitVersion(store, request)),
    listDatasets: () => withFailures(() => store.listDatasets()),
    describeDataset: (request) => withFailures(() => store.describeDataset(request)),
  };
}

async function awaitVersion(store: Store, { dataset, after }: AwaitVersionRequest): Promise<number> {
  const newest = await store.findVersion({ dataset });
  if (newest !== null && newest.version > after) return newest.version;
  const message = `${dataset} has no version past ${after} yet`;
  throw retryable(retryableErrors.noVersion, message, { isBenign: true });
}
