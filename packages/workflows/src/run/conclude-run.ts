import { datasetControl, type ConcludeRequest, type Conclusion, type RunSummary } from '@headrace/contracts';
import { CancellationScope, upsertMemo } from '@temporalio/workflow';

import { signalDataset } from '../dataset/signal-dataset.ts';
import { concludeOrNothing } from './conclude-or-nothing.ts';
import type { RunParts } from './run-parts.ts';

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

/** What is published stays so, whatever becomes of the run now. */
async function tellOfVersion(dataset: string, { version }: Conclusion): Promise<void> {
  if (version === null) return;
  const signal = { name: datasetControl.published, argument: version };
  await CancellationScope.nonCancellable(() => signalDataset(dataset, signal));
}
