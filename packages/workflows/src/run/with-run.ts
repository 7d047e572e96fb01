import type { PipelineContract, RunRequest } from '@headrace/contracts';
import { CancellationScope, ContinueAsNew, isCancellation, log } from '@temporalio/workflow';

import { createRun } from './create-run.ts';
import type { Run } from './run.ts';

/**
 * Runs a pipeline's story. However it ends, what it kept is totalled up and stands in the memo.
 * Throws a terminal `InvalidInput`, before anything starts, for a request that is not as the contract says.
 */
export async function withRun<Input, Row, Result>(
  contract: PipelineContract<Input, Row, Result>,
  request: RunRequest<Input>,
  story: (run: Run<Input, Row>) => Promise<Result>,
): Promise<Result> {
  const run = createRun(contract, request);
  try {
    await run.wait();
    const result = await story(run);
    run.end();
    return result;
  } catch (reason) {
    if (reason instanceof ContinueAsNew) throw reason;
    const failure = await orCancellation(reason);
    const outcome = isCancellation(failure) ? 'cancelled' : 'failed';
    await CancellationScope.nonCancellable(() => run.abandon(outcome)).catch((error: unknown) => {
      log.error('What the run kept could not be totalled up', { reason: String(error) });
    });
    throw failure;
  }
}

/** A batch whose worker died does not answer to a cancellation, and its run was cancelled all the same. */
async function orCancellation(failure: unknown): Promise<unknown> {
  const scope = CancellationScope.current();
  if (isCancellation(failure) || !scope.consideredCancelled) return failure;
  log.warn('What was in flight failed after the run was cancelled', { reason: String(failure) });
  return scope.cancelRequested.catch((cancellation: unknown) => cancellation);
}
