import { retryableErrors, type AnyRow } from '@headrace/contracts';

import { retryable } from '../activity/failures.ts';
import { ItemFailure } from '../source/item-failure.ts';

/** A key to work on, with the passes over it that failed so far. */
export interface WorkItem {
  readonly key: string;
  readonly attempts: number;
  /** When it first failed, ms since 1970. */
  readonly since?: number;
}

/** The outcome of a request for one item. */
export type Outcome =
  | { readonly item: WorkItem; readonly is: 'landed'; readonly row: AnyRow }
  | { readonly item: WorkItem; readonly is: 'absent' }
  | { readonly item: WorkItem; readonly is: 'failed'; readonly failure: ItemFailure };

/** The source had its say about the item, whatever it was. */
export function isAnswer(outcome: Outcome): boolean {
  return outcome.is !== 'failed' || !outcome.failure.transient;
}

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
