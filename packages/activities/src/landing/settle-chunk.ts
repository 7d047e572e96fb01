import { limits } from '@headrace/contracts';

import type { ItemFailure } from '../item-failure.ts';
import type { Chunk, PendingItem, QuarantineEntry } from '../store/store.ts';
import { isAnswer, type Outcome, type WorkItem } from './outcome.ts';

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
