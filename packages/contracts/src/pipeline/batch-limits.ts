import type { RequestBudget } from './pipeline.ts';

/** How a run's keys are cut up and worked through. */
export interface BatchLimits {
  /** Keys of one batch, landed by one `land` activity. */
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
  /** Time from an item's first failure until a further failure puts the item in quarantine, ms. */
  readonly itemTimeout: number;
}

/** How long a batch of a limited host should last, s: long enough to pay for its dispatch, short enough to hand back. */
const batchSeconds = 10;
/** How long a chunk of a limited host should last, s: each one is progress that is kept. */
const chunkSeconds = 1;

/**
 * A batch's limits on a host with a budget: sizes follow from the batch's part of the host's rate, when `parallel`
 * batches share it. Never above what was given, never below 1; unchanged without a budget.
 */
export function fitBatch(batch: BatchLimits, budget?: RequestBudget): BatchLimits {
  if (budget === undefined) return batch;
  const rate = budget.requestsPerSecond / batch.parallel;
  return {
    ...batch,
    size: atMost(batch.size, rate * batchSeconds),
    chunk: atMost(batch.chunk, rate * chunkSeconds),
    concurrency: atMost(batch.concurrency, budget.concurrent),
  };
}

function atMost(given: number, fitting: number): number {
  return Math.max(1, Math.min(given, Math.floor(fitting)));
}
