import { retryableErrors } from '@headrace/contracts';

import { ItemFailure } from '../item-failure.ts';
import { retryable } from './failures.ts';
import { isAnswer, type Outcome } from './outcome.ts';

export interface ControlOptions {
  /** A key that the source has answered before. */
  readonly controlKey: string | undefined;
  readonly fetch: (key: string) => Promise<unknown>;
}

/**
 * Tells failing items from a failing world. When nothing in a chunk was answered, the source is asked once more for
 * an item it has answered before; without an answer to that either, throws a retryable `SourceUnavailable`.
 */
export async function assertSourceAnswers(
  outcomes: readonly Outcome[],
  control: ControlOptions,
): Promise<void> {
  const failed = outcomes[0];
  if (failed?.is !== 'failed' || outcomes.some(isAnswer)) return;
  if (control.controlKey !== undefined && (await isAnswering(control.controlKey, control.fetch))) return;
  const message = `The source answers none of ${outcomes.length} items: ${failed.failure.message}`;
  const waits = outcomes.map((outcome) => (outcome.is === 'failed' ? (outcome.failure.retryAfter ?? 0) : 0));
  const wait = Math.max(...waits);
  throw retryable(retryableErrors.sourceUnavailable, message, {
    nextRetryDelay: wait > 0 ? wait : undefined,
  });
}

async function isAnswering(key: string, fetch: ControlOptions['fetch']): Promise<boolean> {
  try {
    await fetch(key);
    return true;
  } catch (error) {
    if (error instanceof ItemFailure) return !error.transient;
    throw error;
  }
}
