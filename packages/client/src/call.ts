import { isGrpcServiceError } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';

import { RunNotFound } from './errors/run-not-found.ts';
import { TemporalUnreachable } from './errors/temporal-unreachable.ts';
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
