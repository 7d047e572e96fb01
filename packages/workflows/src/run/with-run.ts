import type {
  PipelineContract,
  RunRequest,
  ConcludeRequest,
  DatasetUse,
  RowOrder,
  RunSummary,
  WordCount,
} from '@headrace/contracts';
import { CancellationScope, ContinueAsNew, isCancellation, log } from '@temporalio/workflow';

import { createRun } from './create-run.ts';

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

/**
 * One execution of a pipeline, as its workflow tells it. One that is skipped plans and lands nothing, has no rows and no
 * words, and concludes with a summary that says why.
 */
export interface Run<Input, Row> {
  /** Validated, with the contract's defaults. */
  readonly input: Input;
  /** The versions that the run reads. */
  readonly uses: readonly DatasetUse[];
  /** Why it is skipped; `undefined` where it is not. */
  readonly skipped: string | undefined;
  /** Lists the source's keys and lands them, batch by batch. */
  planAndLand(): Promise<void>;
  /** Totals the run up and publishes the dataset's new version. */
  conclude(): Promise<RunSummary>;
  /** The run's first rows, in list order. */
  readRows(limit: number): Promise<readonly Row[]>;
  /** The run's first rows in another order; those without a value come last. */
  topRows(order: readonly FieldOrder<Row>[], limit: number): Promise<readonly Row[]>;
  /** The most frequent words of a text field over the run's rows. */
  countWords(field: keyof Row & string, limit: number): Promise<readonly WordCount[]>;
}

interface FieldOrder<Row> extends RowOrder {
  readonly field: keyof Row & string;
}

/** How a run ended without a result. */
export type Abandonment = Exclude<ConcludeRequest['outcome'], 'completed' | 'skipped'>;
