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
    const result = await story(run);
    run.end();
    return result;
  } catch (failure) {
    if (failure instanceof ContinueAsNew) throw failure;
    const outcome = isCancellation(failure) ? 'cancelled' : 'failed';
    await CancellationScope.nonCancellable(() => run.abandon(outcome)).catch((reason: unknown) => {
      log.error('What the run kept could not be totalled up', { reason: String(reason) });
    });
    throw failure;
  }
}
