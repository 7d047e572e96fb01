import { randomUUID } from 'node:crypto';

import { taskQueues, terminalErrors, control } from '@headrace/contracts';
import { WorkflowFailedError } from '@temporalio/client';
import { TimeoutFailure } from '@temporalio/common';

import { InvalidInput, NoAnswer } from '../errors/headrace-error.ts';
import { RunNotFound, RunPruned } from '../errors/run-errors.ts';
import { RunFailed } from '../errors/run-failed.ts';
import { toClientError, toCauses } from './call.ts';
import type { Settings } from './settings.ts';

/** A question that takes a database, and so a short workflow. */
export interface Question {
  /** The workflow's type. */
  readonly workflow: string;
  readonly request: unknown;
  /** Begins the workflow's id. */
  readonly id: string;
  /** One line for Temporal's Web UI. */
  readonly summary: string;
  /** The subject of the question, as errors name it: `the quarantine`. */
  readonly subject: string;
  /** The work in progress, as errors name it: `reading run hn-1`. */
  readonly work: string;
  /** The run it is about. */
  readonly runId?: string | undefined;
}

/**
 * Runs a short workflow to its answer, within the page timeout.
 * Throws `RunNotFound`, `RunPruned`, `InvalidInput`, `NoAnswer`, `RunFailed` or `TemporalUnreachable`.
 */
export async function askWorkers<Answer>(
  { client, callTimeout, pageTimeout }: Settings,
  question: Question,
): Promise<Answer> {
  const { workflow, request, id, summary } = question;
  try {
    return await client.withDeadline(Date.now() + callTimeout + pageTimeout, () =>
      client.workflow.execute<(request: unknown) => Promise<Answer>>(workflow, {
        workflowId: `${id}/${randomUUID()}`,
        taskQueue: taskQueues.workflows,
        args: [request],
        workflowExecutionTimeout: pageTimeout,
        staticSummary: summary,
      }),
    );
  } catch (error) {
    throw toAnswerError(error, question, pageTimeout);
  }
}

function toAnswerError(error: unknown, { work, subject, runId }: Question, timeout: number): unknown {
  if (!(error instanceof WorkflowFailedError)) return toClientError(error, runId ?? '');
  if (error.cause instanceof TimeoutFailure) return new NoAnswer(work, timeout, { cause: error });
  const causes = toCauses(error.cause ?? error);
  const [{ type, message }] = causes;
  if (type === terminalErrors.runNotFound) return new RunNotFound(message, { cause: error });
  if (type === terminalErrors.runPruned) return new RunPruned(message, { cause: error });
  if (type === terminalErrors.invalidInput) return new InvalidInput(subject, [{ field: 'request', message }]);
  return new RunFailed(runId ?? work, { state: 'failed', causes, summary: null }, { cause: error });
}

/** Asks a workflow for its progress by its id alone, so that one that continued as new answers; `null` without a worker. */
export async function queryProgress<Progress>(
  { client, queryTimeout }: Settings,
  workflowId: string,
): Promise<Progress | null> {
  const handle = client.workflow.getHandle(workflowId);
  const asked = client.withDeadline(Date.now() + queryTimeout, () =>
    handle.query<Progress>(control.progress),
  );
  // Whatever else than an absent worker hinders it, the description that follows says.
  return asked.catch(() => null);
}
