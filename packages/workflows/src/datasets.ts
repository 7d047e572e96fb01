import {
  versionDefaults,
  type DatasetDescription,
  type DatasetListing,
  type DescribeDatasetRequest,
  type VersionActivities,
} from '@headrace/contracts';
import { proxyActivities } from '@temporalio/workflow';

/** Every dataset that has a version, for callers that have Temporal but no database; so is the other. */
export function listDatasets(): Promise<readonly DatasetListing[]> {
  return proxyActivities<VersionActivities>(versionDefaults.listDatasets).listDatasets();
}

/** A dataset's newest versions. */
export function describeDataset(request: DescribeDatasetRequest): Promise<DatasetDescription> {
  return proxyActivities<VersionActivities>(versionDefaults.describeDataset).describeDataset(request);
}
