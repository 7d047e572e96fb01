import {
  pruneDefaults,
  type PruneActivities,
  type PruneFilter,
  type PrunePreview,
  type PruneProgress,
  type PruneRequest,
} from '@headrace/contracts';
import { proxyActivities } from '@temporalio/workflow';

/** Some seconds of a prune, for callers that have Temporal but no database. */
export function prune(request: PruneRequest): Promise<PruneProgress> {
  return proxyActivities<PruneActivities>(pruneDefaults.prune).prune(request);
}

/** What a prune would remove. */
export function previewPrune(filter: PruneFilter): Promise<PrunePreview> {
  return proxyActivities<PruneActivities>(pruneDefaults.previewPrune).previewPrune(filter);
}
