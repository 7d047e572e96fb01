import type { AnyDatasetContract, AnyRow } from '@headrace/contracts';

import { ItemFailure } from '../item-failure.ts';
import { checkRow } from '../store/check-row.ts';
import { Drained } from './attempt.ts';
import type { Outcome, WorkItem } from './outcome.ts';

export interface FetchChunkOptions {
  /** Requests in flight at once, at least 1. */
  readonly concurrency: number;
  readonly dataset: AnyDatasetContract;
  /** Asked before each request; once true, nothing further is requested. */
  readonly isStopping: () => boolean;
  readonly fetch: (key: string) => Promise<AnyRow | undefined>;
}

/**
 * Fetches and checks a chunk's items. Stopped early, it answers for the chunk's first items without a gap, so that
 * the cursor can move past them.
 */
export async function fetchChunk(items: readonly WorkItem[], options: FetchChunkOptions): Promise<Outcome[]> {
  const outcomes: (Outcome | undefined)[] = [];
  let begun = 0;

  async function work(): Promise<void> {
    while (begun < items.length && !options.isStopping()) {
      const index = begun;
      begun += 1;
      outcomes[index] = await fetchOne(items[index]!, options);
    }
  }

  await Promise.all(Array.from({ length: Math.min(options.concurrency, items.length) }, work));
  return untilGap(outcomes);
}

/** `undefined` for a request that was dropped. */
async function fetchOne(item: WorkItem, { fetch, dataset }: FetchChunkOptions): Promise<Outcome | undefined> {
  try {
    const row = await fetch(item.key);
    if (row === undefined) return { item, is: 'absent' };
    const problem = checkRow(dataset.columns, row);
    if (problem === undefined) return { item, is: 'landed', row };
    throw new ItemFailure('unstorable', problem, { transient: false, record: JSON.stringify(row) });
  } catch (error) {
    if (error instanceof ItemFailure) return { item, is: 'failed', failure: error };
    if (error instanceof Drained) return undefined;
    throw error;
  }
}

function untilGap(outcomes: readonly (Outcome | undefined)[]): Outcome[] {
  const whole: Outcome[] = [];
  for (const outcome of outcomes) {
    if (outcome === undefined) break;
    whole.push(outcome);
  }
  return whole;
}
