/**
 * Guards that a test takes away from its store, to see that the auditor tells. No setting of a process reaches them.
 */
export interface StoreMutations {
  /** Commits a chunk whoever has its batch and wherever its cursor is. */
  readonly unfenced?: boolean;
  /** Moves the cursor first, in a transaction of its own. */
  readonly cursorApart?: boolean;
  /** Lets an attempt take a batch that a later one has. */
  readonly lateClaims?: boolean;
  /** Concludes a run and leaves its open batches to their attempts. */
  readonly openBatches?: boolean;
}
