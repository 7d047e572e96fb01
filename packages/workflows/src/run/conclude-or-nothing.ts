import { terminalErrors, type ConcludeRequest, type Conclusion } from '@headrace/contracts';
import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';

import type { RunActivities } from './activities.ts';

/** Of a run that the store does not know. */
const nothingKept: Conclusion = {
  listed: 0,
  landed: 0,
  absent: 0,
  quarantined: 0,
  batches: 0,
  requests: 0,
  version: null,
};

/** Totals a run up; one that did not complete kept nothing where its id is that of another pipeline's run. */
export async function concludeOrNothing(
  activities: Pick<RunActivities, 'conclude'>,
  request: ConcludeRequest,
): Promise<Conclusion> {
  try {
    return await activities.conclude(request);
  } catch (failure) {
    if (request.outcome !== 'completed' && isUnknownRun(failure)) return nothingKept;
    throw failure;
  }
}

function isUnknownRun(failure: unknown): boolean {
  const cause = failure instanceof ActivityFailure ? failure.cause : undefined;
  return cause instanceof ApplicationFailure && cause.type === terminalErrors.runNotFound;
}
