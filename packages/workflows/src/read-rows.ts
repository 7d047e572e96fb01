import {
  datasetDefaults,
  type DatasetActivities,
  type ReadRowsRequest,
  type RowPage,
} from '@headrace/contracts';
import { proxyActivities } from '@temporalio/workflow';

/** One page of a run's rows, for callers that have Temporal but no database. */
export function readRows(request: ReadRowsRequest): Promise<RowPage> {
  return proxyActivities<DatasetActivities>(datasetDefaults.readRows).readRows(request);
}
