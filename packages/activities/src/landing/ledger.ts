import type { Landed } from '@headrace/contracts';

import type { Clock } from '../clock.ts';
import type { ClaimedBatch, PendingItem } from '../store/store.ts';
import type { Outcome, WorkItem } from './outcome.ts';
import { settleChunk, type Settled } from './settle-chunk.ts';

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
