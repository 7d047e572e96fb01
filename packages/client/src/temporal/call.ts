import { isGrpcServiceError } from '@temporalio/client';
import {
  WorkflowNotFoundError,
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/common';

import { TemporalUnreachable } from '../errors/headrace-error.ts';
import { RunNotFound } from '../errors/run-errors.ts';
import type { FailureCause } from '../errors/run-failed.ts';
import type { Settings } from './settings.ts';

/** Makes a bounded call about a run; what goes wrong is this client's error. */
export async function call<Answer>(
  { client, callTimeout }: Settings,
  runId: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await client.withDeadline(Date.now() + callTimeout, ask);
  } catch (error) {
    throw toClientError(error, runId);
  }
}

/** An error of Temporal's client as one of this client, or as it is. */
export function toClientError(error: unknown, runId: string): unknown {
  if (error instanceof WorkflowNotFoundError) return RunNotFound.of(runId, { cause: error });
  return isUnreachable(error) ? new TemporalUnreachable({ cause: error }) : error;
}

// https://grpc.github.io/grpc/core/md_doc_statuscodes.html: DEADLINE_EXCEEDED and UNAVAILABLE.
const unreachableCodes: ReadonlySet<number> = new Set([4, 14]);

function isUnreachable(error: unknown): boolean {
  if (isGrpcServiceError(error)) return unreachableCodes.has(error.code);
  return error instanceof Error && error.cause !== undefined && isUnreachable(error.cause);
}

/** The chain of causes, outermost first, without the wrappers that only say where. */
export function toCauses(failure: Error): [FailureCause, ...FailureCause[]] {
  const chain = [...walk(failure)];
  const [first = failure, ...others] = chain.filter((error) => !isWrapper(error));
  return [toCause(first), ...others.map(toCause)];
}

function* walk(failure: Error): Iterable<Error> {
  for (let error: unknown = failure; error instanceof Error; error = error.cause) yield error;
}

function isWrapper(error: Error): boolean {
  return (
    (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) && error.cause !== undefined
  );
}

function toCause(error: Error): FailureCause {
  return { type: toType(error), message: error.message };
}

function toType(error: Error): string {
  if (error instanceof ApplicationFailure) return error.type ?? 'Error';
  if (error instanceof TimeoutFailure) return 'Timeout';
  return error instanceof TerminatedFailure ? 'Terminated' : error.name;
}
