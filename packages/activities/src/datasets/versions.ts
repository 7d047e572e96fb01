import type { VersionActivities } from '@headrace/contracts';

import type { ActivityDependencies } from '../dependencies.ts';
import { withFailures } from '../landing/failures.ts';

/** What runs, datasets and people ask of datasets' versions. */
export function createVersions({ store }: ActivityDependencies): VersionActivities {
  return {
    findVersion: (request) => withFailures(() => store.findVersion(request)),
    readDataset: (request) => withFailures(() => store.readDataset(request)),
    listDatasets: () => withFailures(() => store.listDatasets()),
    describeDataset: (request) => withFailures(() => store.describeDataset(request)),
  };
}
