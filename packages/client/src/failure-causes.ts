import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/common';

import type { FailureCause } from './errors/run-failed.ts';

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
