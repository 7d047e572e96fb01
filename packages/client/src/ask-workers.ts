import { randomUUID } from 'node:crypto';

import { taskQueues, terminalErrors } from '@headrace/contracts';
import { WorkflowFailedError } from '@temporalio/client';
import { TimeoutFailure } from '@temporalio/common';

import { toClientError } from './call.ts';
import { InvalidInput } from './errors/invalid-input.ts';
import { NoAnswer } from './errors/no-answer.ts';
import { RunFailed } from './errors/run-failed.ts';
import { RunNotFound } from './errors/run-not-found.ts';
import { RunPruned } from './errors/run-pruned.ts';
import { toCauses } from './failure-causes.ts';
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
  /** What is asked, as errors say it: `the quarantine`. */
  readonly subject: string;
  /** What is being done, as errors say it: `reading run hn-1`. */
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
