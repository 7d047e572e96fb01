import type { QuarantineActivities } from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import type { ActivityDependencies } from '../dependencies.ts';
import { withFailures } from '../landing/failures.ts';

/** What people ask of the quarantine: reading it, discarding from it, and what a replay would be. */
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
