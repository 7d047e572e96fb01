import { limits, type Landed } from '@headrace/contracts';

import type { Clock } from '../activity/dependencies.ts';
import type { ItemFailure } from '../source/item-failure.ts';
import type { ClaimedBatch, PendingItem, Chunk, QuarantineEntry } from '../store/store.ts';
import { isAnswer, type Outcome, type WorkItem } from './outcome.ts';

export interface LedgerOptions {
  /** Failed passes after which an item is given up, at least 1. */
  readonly itemAttempts: number;
  /** Time since its first failure after which an item is given up, ms. */
  readonly itemTimeout: number;
  readonly clock: Clock;
}

/** Where an attempt stands in its batch; moves on with each committed chunk. */
export interface Ledger {
  /** What this attempt has to do: the keys never tried, then those that failed in earlier passes. */
  readonly work: readonly WorkItem[];
  /** Over all of the batch's attempts. */
  readonly counts: Landed;
  readonly pending: readonly PendingItem[];
  readonly controlKey: string | undefined;
  /** The longest wait that the source asked for in this attempt, ms. */
  readonly retryAfter: number;
  /** Sorts outcomes into the next chunk; one chunk is settled and recorded before the next. */
  settle(outcomes: readonly Outcome[]): Settled & { readonly cursor: number };
  /** Takes a committed chunk's counts over. */
  record(counts: Landed): void;
}

export function createLedger(claimed: ClaimedBatch, options: LedgerOptions): Ledger {
  const { itemAttempts, itemTimeout, clock } = options;
  const untried = claimed.keys.slice(Math.min(claimed.cursor, claimed.keys.length));
  let { cursor, pending, controlKey, counts } = claimed;
  let retryAfter = 0;
  return {
    work: [...untried.map((key) => ({ key, attempts: 0 })), ...pending],
    get counts() {
      return counts;
    },
    get pending() {
      return pending;
    },
    get controlKey() {
      return controlKey;
    },
    get retryAfter() {
      return retryAfter;
    },
    settle(outcomes) {
      const settled = settleChunk(outcomes, { pending, itemAttempts, itemTimeout, now: clock.now() });
      const read = cursor;
      cursor += settled.advance;
      pending = settled.pending;
      controlKey ??= settled.controlKey;
      retryAfter = Math.max(retryAfter, ...outcomes.map(waitOf));
      return { ...settled, cursor: read };
    },
    record(committed) {
      counts = committed;
    },
  };
}

function waitOf(outcome: Outcome): number {
  return outcome.is === 'failed' ? (outcome.failure.retryAfter ?? 0) : 0;
}

/** What a chunk's transaction writes, apart from its fence. */
export type Settled = Pick<Chunk, 'advance' | 'landed' | 'absent' | 'quarantined' | 'pending' | 'controlKey'>;

export interface SettleOptions {
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
export function settleChunk(outcomes: readonly Outcome[], options: SettleOptions): Settled {
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
