import { limits, retryableErrors, terminalErrors } from '@headrace/contracts';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';

import { ItemFailure } from '../source/item-failure.ts';

const terminalTypes = new Set<string>(Object.values(terminalErrors));
const retryableTypes = new Set<string>(Object.values(retryableErrors));

export interface RetryableOptions {
  /** Wait before the next attempt, ms; the retry policy's where it is not given. */
  readonly nextRetryDelay?: number | undefined;
  readonly cause?: unknown;
  /** Nothing is wrong: neither a warning nor a failure in the metrics. Default false. */
  readonly isBenign?: boolean;
}

/** An activity's failure that a further attempt is expected to mend. */
export function retryable(
  type: (typeof retryableErrors)[keyof typeof retryableErrors],
  message: string,
  options: RetryableOptions = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message: cap(message),
    nonRetryable: false,
    ...(options.nextRetryDelay !== undefined && { nextRetryDelay: options.nextRetryDelay }),
    ...(options.cause instanceof Error && { cause: options.cause }),
    ...(options.isBenign && { category: ApplicationFailureCategory.BENIGN }),
  });
}

/** The failure of an attempt that the next one is to follow after `wait`, ms, unless it says so itself. */
export function withWait(error: unknown, wait: number | undefined): Error {
  const failure = toFailure(error);
  if (!(failure instanceof ApplicationFailure) || failure.nonRetryable || wait === undefined) return failure;
  const { type, message, nextRetryDelay = wait, cause } = failure;
  const kept = { type: type ?? failure.name, message, nonRetryable: false, nextRetryDelay };
  return ApplicationFailure.create({ ...kept, ...(cause && { cause }) });
}

/** The one place where an activity's error becomes terminal or retryable, with its type on the wire. */
function toFailure(error: unknown): Error {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (error instanceof ItemFailure) return fromSource(error);
  const type = typeOf(error);
  const message = cap(error instanceof Error ? error.message : String(error));
  return ApplicationFailure.create({ type, message, nonRetryable: terminalTypes.has(type) });
}

/** Runs an activity's work and gives every error its type on the wire. */
export async function withFailures<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toFailure(error);
  }
}

function fromSource(failure: ItemFailure): ApplicationFailure {
  if (failure.transient || failure.reason !== 'refused') {
    return retryable(retryableErrors.sourceUnavailable, failure.message, {
      nextRetryDelay: failure.retryAfter,
    });
  }
  const type = terminalErrors.sourceRefused;
  return ApplicationFailure.create({ type, message: cap(failure.message), nonRetryable: true });
}

function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  const declared = 'type' in error && typeof error.type === 'string' ? error.type : '';
  return terminalTypes.has(declared) || retryableTypes.has(declared) ? declared : error.name;
}

/** Temporal keeps 4 KiB of a failure; the message is what a person reads. */
function cap(message: string): string {
  return message.length > limits.failureBytes ? `${message.slice(0, limits.failureBytes - 1)}…` : message;
}
