import { limits, type Landed } from '@headrace/contracts';

import type { Clock } from '../activity/dependencies.ts';
import type { ItemFailure } from '../source/item-failure.ts';
import type { ClaimedBatch, PendingItem, Chunk, QuarantineEntry } from '../store/store.ts';
import { isAnswer, type Outcome, type WorkItem } from './outcome.ts';

export interface BatchStateOptions {
  /** Failed passes after which an item is given up, at least 1. */
  readonly itemAttempts: number;
  /** Time since its first failure after which an item is given up, ms. */
  readonly itemTimeout: number;
  readonly clock: Clock;
}

/** The state of a batch during an attempt; each chunk moves it on. */
export class BatchState {
  /** The keys never tried, then those that failed in earlier passes. */
  readonly work: readonly WorkItem[];
  readonly #options: BatchStateOptions;
  #cursor: number;
  #counts: Landed;
  #pending: readonly PendingItem[];
  #controlKey: string | undefined;
  #retryAfter = 0;

  constructor(claimed: ClaimedBatch, options: BatchStateOptions) {
    const { keys, cursor, pending, counts, controlKey } = claimed;
    const untried = keys.slice(Math.min(cursor, keys.length));
    this.work = [...untried.map((key) => ({ key, attempts: 0 })), ...pending];
    this.#options = options;
    this.#cursor = cursor;
    this.#counts = counts;
    this.#pending = pending;
    this.#controlKey = controlKey;
  }

  /** Over all of the batch's attempts. */
  get counts(): Landed {
    return this.#counts;
  }

  get pending(): readonly PendingItem[] {
    return this.#pending;
  }

  get controlKey(): string | undefined {
    return this.#controlKey;
  }

  /** The longest wait that the source asked for in this attempt, ms. */
  get retryAfter(): number {
    return this.#retryAfter;
  }

  /** Sorts outcomes into the next chunk; a chunk is applied and confirmed before the next. */
  apply(outcomes: readonly Outcome[]): SortedChunk & { readonly cursor: number } {
    const { itemAttempts, itemTimeout, clock } = this.#options;
    const pending = this.#pending;
    const sorted = sortOutcomes(outcomes, { pending, itemAttempts, itemTimeout, now: clock.now() });
    const cursor = this.#cursor;
    this.#cursor += sorted.advance;
    this.#pending = sorted.pending;
    this.#controlKey ??= sorted.controlKey;
    this.#retryAfter = Math.max(this.#retryAfter, ...outcomes.map(waitOf));
    return { ...sorted, cursor };
  }

  /** Takes over what the store counts once the chunk is committed. */
  confirm(counts: Landed): void {
    this.#counts = counts;
  }
}

function waitOf(outcome: Outcome): number {
  return outcome.is === 'failed' ? (outcome.failure.retryAfter ?? 0) : 0;
}

/** The part of a chunk that its transaction writes, apart from its fence. */
export type SortedChunk = Pick<
  Chunk,
  'advance' | 'landed' | 'absent' | 'quarantined' | 'pending' | 'controlKey'
>;

export interface SortOptions {
  /** The batch's pending items before this chunk. */
  readonly pending: readonly PendingItem[];
  /** Failed passes after which an item is given up, at least 1. */
  readonly itemAttempts: number;
  /** Time since its first failure after which an item is given up, ms. */
  readonly itemTimeout: number;
  /** ms since 1970. */
  readonly now: number;
}

/** Sorts a chunk's outcomes: landed, absent, quarantined, or pending for the batch's next pass. */
export function sortOutcomes(outcomes: readonly Outcome[], options: SortOptions): SortedChunk {
  const worked = new Set(outcomes.map((outcome) => outcome.item.key));
  const mayTryAgain = ({ attempts, since }: PendingItem): boolean =>
    attempts < options.itemAttempts && options.now - since < options.itemTimeout;
  const pending = options.pending.filter((item) => !worked.has(item.key));
  const quarantined: QuarantineEntry[] = [];
  for (const outcome of outcomes) {
    if (outcome.is !== 'failed') continue;
    const entry = toEntry(outcome.item, outcome.failure, options.now);
    if (outcome.failure.transient && mayTryAgain(entry)) pending.push(toPending(entry));
    else quarantined.push(entry);
  }
  const control = outcomes.find(isAnswer)?.item.key;
  return {
    advance: outcomes.length,
    landed: outcomes.flatMap((outcome) =>
      outcome.is === 'landed' ? [{ key: outcome.item.key, row: outcome.row }] : [],
    ),
    absent: outcomes.flatMap((outcome) => (outcome.is === 'absent' ? [outcome.item.key] : [])),
    quarantined,
    pending,
    ...(control !== undefined && { controlKey: control }),
  };
}

function toEntry(item: WorkItem, failure: ItemFailure, now: number): QuarantineEntry {
  return {
    key: item.key,
    attempts: item.attempts + 1,
    since: item.since ?? now,
    reason: failure.reason,
    detail: failure.message.slice(0, limits.quarantineDetailCharacters),
    ...(failure.status !== undefined && { status: failure.status }),
    ...(failure.record !== undefined && { record: failure.record }),
  };
}

function toPending({ record: _record, ...item }: QuarantineEntry): PendingItem {
  return item;
}
