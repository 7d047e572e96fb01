/** How a run's keys are cut up and worked through. */
export interface BatchLimits {
  /** Keys of one batch: one `land` activity. */
  readonly size: number;
  /**
   * Keys of one chunk: one transaction; fewer where their rows come to 8 MiB. A crash repeats at most three of a batch:
   * committing, asked for, and the next.
   */
  readonly chunk: number;
  /** Requests of one batch in flight at once. */
  readonly concurrency: number;
  /** Batches of one run in flight at once. */
  readonly parallel: number;
  /** Passes over an item that fails transiently before it is quarantined; an outage of the source does not count. */
  readonly itemAttempts: number;
  /** Time from an item's first failure on after which its next one that counts puts it in quarantine, ms. */
  readonly itemTimeout: number;
}
