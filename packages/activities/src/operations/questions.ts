import {
  retryableErrors,
  type AwaitVersionRequest,
  type VersionActivities,
  type QuarantineActivities,
} from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import type { ActivityDependencies } from '../activity/dependencies.ts';
import { retryable, withFailures } from '../activity/failures.ts';
import type { Store } from '../store/store.ts';

/** Answers questions about datasets' versions. */
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

/** Lists and discards quarantined items, and previews a replay. */
export function createQuarantine({ store }: ActivityDependencies): QuarantineActivities {
  return {
    readQuarantine: (request) => withFailures(() => store.readQuarantine(request)),
    // A retried attempt is of the same workflow, and is told what the first one discarded.
    discardQuarantine: (filter) => withFailures(() => store.discardQuarantine({ filter, by: requester() })),
    previewReplay: (replay) => withFailures(() => store.previewReplay(replay)),
  };
}

function requester(): string {
  const { workflowExecution, activityId } = Context.current().info;
  return workflowExecution?.runId ?? activityId;
}
