import type { DatasetDescription, DatasetVersion, DescribeDatasetRequest } from '@headrace/contracts';

import type { Settings } from '../settings.ts';
import { askDatasets } from './ask-datasets.ts';

/** A dataset's newest versions, newest first. Throws `NoAnswer`. */
export async function readVersions(
  settings: Settings,
  request: DescribeDatasetRequest,
): Promise<readonly DatasetVersion[]> {
  const { versions } = await askDatasets<DatasetDescription>(settings, {
    workflow: 'describeDataset',
    request,
    work: `reading the versions of ${request.dataset}`,
  });
  return versions;
}
