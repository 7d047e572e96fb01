import { sql, type Kysely, type RawBuilder } from 'kysely';

import type { BatchCounts } from './batches/claim-batch.ts';
import type { BatchClaim, Chunk, ConcludeClaim } from './store.ts';
import type { ControlTables } from './tables.ts';

/**
 * The conditions that leave a batch to one attempt, each the piece of SQL that holds it. A test takes one away, to see
 * that the auditor finds what the guard is against.
 */
export interface StoreGuards {
  /** Whether a claim may take a batch from the attempt that has it: only from an earlier one. */
  mayClaim(claim: BatchClaim): RawBuilder<boolean>;
  /** The fence: whether a chunk's attempt still has the batch, with the cursor where the chunk begins. */
  holdsBatch(chunk: Chunk): RawBuilder<boolean>;
  /** Moves the cursor in the statement that writes the chunk's rows. */
  moveCursor(
    db: Kysely<ControlTables>,
    move: RawBuilder<BatchCounts>,
  ): { readonly moved: RawBuilder<BatchCounts> } | Promise<{ readonly moved: RawBuilder<BatchCounts> }>;
  /** Whether a conclusion takes a batch from its attempt: where items are left to do. */
  isOpen(claim: ConcludeClaim): RawBuilder<boolean>;
}

export const storeGuards: StoreGuards = {
  mayClaim: ({ fence }) => sql`(fence is null or fence <= ${fence})`,
  holdsBatch: ({ fence, cursor }) => sql`(fence = ${fence} and cursor = ${cursor})`,
  moveCursor: (_db, move) => ({ moved: move }),
  isOpen: ({ fence }) => sql`((cursor < listed or pending <> '[]') and coalesce(fence < ${fence}, true))`,
};
