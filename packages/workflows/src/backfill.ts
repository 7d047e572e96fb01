import {
  limits,
  terminalErrors,
  type BackfillMemo,
  type BackfillRequest,
  type BackfillSummary,
  type BackfillWorkflow,
  type CarriedBackfill,
} from '@headrace/contracts';
import { ApplicationFailure, makeContinueAsNewFunc, upsertMemo } from '@temporalio/workflow';

import { createBackfillProgress } from './backfill/progress.ts';
import { readBackfill } from './backfill/read-backfill.ts';
import { runIntervals } from './backfill/run-intervals.ts';
import { toFailureList } from './backfill/to-failure-list.ts';

/**
 * Runs a pipeline over every interval of a range that is not done yet, a bounded number at once; one that fails does not
 * stop the others. Throws a terminal `InvalidInput` before anything starts, and `IntervalsFailed` when all are through.
 */
export async function backfill(request: BackfillRequest): Promise<BackfillSummary> {
  const contract = readBackfill(request);
  const progress = createBackfillProgress(request);
  const rest = await runIntervals({ contract, request, progress }).finally(() => {
    // A cancelled backfill has no result, and the memo is read without a worker.
    upsertMemo({ summary: progress.summarise() });
  });
  if (rest) return goOn(request, { ...rest, progress: progress.now });
  return conclude(request, progress.summarise());
}

function goOn(request: BackfillRequest, carried: CarriedBackfill): Promise<never> {
  const { carried: _before, ...asked } = request;
  const memo: BackfillMemo = { request: asked, startedAt: carried.progress.startedAt };
  return makeContinueAsNewFunc<BackfillWorkflow>({ memo: { ...memo } })({ ...asked, carried });
}

function conclude({ name }: BackfillRequest, summary: BackfillSummary): BackfillSummary {
  const { failed, intervals, failures } = summary;
  if (failed === 0) return summary;
  const message = `backfill ${name}: ${failed} of ${intervals} intervals failed: ${toFailureList(failures, failed)}`;
  throw ApplicationFailure.create({
    type: terminalErrors.intervalsFailed,
    nonRetryable: true,
    message: message.slice(0, limits.failureBytes),
  });
}
