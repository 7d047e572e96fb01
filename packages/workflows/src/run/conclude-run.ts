import {
  datasetControl,
  terminalErrors,
  type ConcludeRequest,
  type Conclusion,
  type RunSummary,
} from '@headrace/contracts';
import { CancellationScope, upsertMemo, ActivityFailure, ApplicationFailure } from '@temporalio/workflow';

import { signalDataset } from '../dataset/signal-dataset.ts';
import type { RunActivities } from './activities.ts';
import type { RunParts } from './create-run.ts';

export interface RunEnd {
  readonly outcome: ConcludeRequest['outcome'];
  /** Why the run was skipped. */
  readonly skipped: string | undefined;
}

/** Totals a run up, and tells of the version that it published. */
export async function concludeRun(parts: RunParts, { outcome, skipped }: RunEnd): Promise<RunSummary> {
  const { ref, dataset, checked, asked, progress, activities } = parts;
  const { quarantineLimit } = checked;
  progress.enter('conclude');
  const ended = { ...ref, outcome, quarantineLimit, ...(outcome !== 'completed' && { asked }) };
  const conclusion = await concludeOrNothing(activities, ended);
  progress.conclude(conclusion);
  const durationMs = Date.now() - Date.parse(progress.now.startedAt);
  const summary = { ...ref, ...conclusion, dataset, durationMs, ...(skipped !== undefined && { skipped }) };
  // The memo is read without a worker, and a cancelled run has no result.
  upsertMemo({ summary });
  await tellOfVersion(dataset, conclusion);
  return summary;
}

/** A published version stays, whatever becomes of the run. */
async function tellOfVersion(dataset: string, { version }: Conclusion): Promise<void> {
  if (version === null) return;
  const signal = { name: datasetControl.published, argument: version };
  await CancellationScope.nonCancellable(() => signalDataset(dataset, signal));
}

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
async function concludeOrNothing(
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
