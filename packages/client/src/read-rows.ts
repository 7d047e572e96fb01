import { randomUUID } from 'node:crypto';

import {
  readRowsWorkflow,
  taskQueues,
  terminalErrors,
  type AnyPipelineContract,
  type ReadRowsRequest,
  type ReadRowsWorkflow,
  type RowPage,
} from '@headrace/contracts';
import { WorkflowFailedError } from '@temporalio/client';
import { TimeoutFailure } from '@temporalio/common';

import { toClientError } from './call.ts';
import { NoAnswer } from './errors/no-answer.ts';
import { RunFailed } from './errors/run-failed.ts';
import { RunNotFound } from './errors/run-not-found.ts';
import { toCauses } from './failure-causes.ts';
import type { Settings } from './settings.ts';

export interface RowsOptions {
  /** The pipeline's latest concluded run where it is not given. */
  readonly runId?: string;
  /** Rows at most; all of the run's by default. */
  readonly limit?: number;
}

/** Rows asked for at once; a page holds as many of them as fit a payload. */
const pageSize = 1_000;

/**
 * A run's rows in list order, a page at a time; every page is one short workflow.
 * Throws `RunNotFound`, `NoAnswer` or `TemporalUnreachable`.
 */
export async function* readPages(
  settings: Settings,
  contract: AnyPipelineContract,
  { runId, limit = Infinity }: RowsOptions = {},
): AsyncGenerator<RowPage, void> {
  let wanted = limit;
  let request: ReadRowsRequest = {
    pipeline: contract.name,
    ...(runId && { runId }),
    limit: Math.min(wanted, pageSize),
  };
  for (;;) {
    const page = await readPage(settings, request);
    yield page;
    wanted -= page.rows.length;
    if (page.next === undefined || wanted <= 0) return;
    request = { ...request, runId: page.runId, limit: Math.min(wanted, pageSize), after: page.next };
  }
}

async function readPage(settings: Settings, request: ReadRowsRequest): Promise<RowPage> {
  const { client, callTimeout, pageTimeout } = settings;
  try {
    return await client.withDeadline(Date.now() + callTimeout + pageTimeout, () =>
      client.workflow.execute<ReadRowsWorkflow>(readRowsWorkflow, {
        workflowId: `read-rows/${request.pipeline}/${randomUUID()}`,
        taskQueue: taskQueues.workflows,
        args: [request],
        workflowExecutionTimeout: pageTimeout,
        staticSummary: `Rows of ${request.pipeline}`,
      }),
    );
  } catch (error) {
    throw toPageError(error, request, pageTimeout);
  }
}

function toPageError(error: unknown, request: ReadRowsRequest, timeout: number): unknown {
  const subject = request.runId ? `run ${request.runId}` : `the latest run of ${request.pipeline}`;
  if (!(error instanceof WorkflowFailedError)) return toClientError(error, request.runId ?? '');
  if (error.cause instanceof TimeoutFailure)
    return new NoAnswer(`reading ${subject}`, timeout, { cause: error });
  const causes = toCauses(error.cause ?? error);
  const [failure] = causes;
  if (failure.type === terminalErrors.runNotFound) return new RunNotFound(failure.message, { cause: error });
  return new RunFailed(
    request.runId ?? subject,
    { state: 'failed', causes, summary: null },
    { cause: error },
  );
}
