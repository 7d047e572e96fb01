import { checkWhen } from '@headrace/calendar';
import {
  limits,
  terminalErrors,
  checkBackfill,
  type BackfillMemo,
  type BackfillRequest,
  type BackfillSummary,
  type BackfillWorkflow,
  type CarriedBackfill,
  type AnyPipelineContract,
} from '@headrace/contracts';
import { ApplicationFailure, makeContinueAsNewFunc, upsertMemo } from '@temporalio/workflow';

import { findContract } from '../interval/interval-run.ts';
import { readRequest } from '../run/read-request.ts';
import { createBackfillProgress, toFailureList } from './progress.ts';
import { runIntervals } from './run-intervals.ts';

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

/** The pipeline to run. Checks what any client may have sent; throws a terminal `InvalidInput` or `UnknownPipeline`. */
function readBackfill(request: BackfillRequest): AnyPipelineContract {
  const unfit = checkWhen(request.when);
  const problems = [
    ...checkBackfill(request).map(({ message }) => message),
    ...(unfit === undefined ? [] : [unfit]),
  ];
  if (problems.length > 0) {
    const message = `backfill ${request.name} refused its input: ${problems.join('; ')}`;
    throw ApplicationFailure.nonRetryable(message, terminalErrors.invalidInput);
  }
  const contract = findContract(request.pipeline);
  readRequest(contract, request.request);
  return contract;
}
