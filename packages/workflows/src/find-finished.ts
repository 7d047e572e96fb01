import { intervalDefaults, type FindFinishedRequest, type IntervalActivities } from '@headrace/contracts';
import { proxyActivities } from '@temporalio/workflow';

/** Which runs have completed, for callers that have Temporal but no database. */
export function findFinished(request: FindFinishedRequest): Promise<readonly string[]> {
  return proxyActivities<IntervalActivities>(intervalDefaults.findFinished).findFinished(request);
}
