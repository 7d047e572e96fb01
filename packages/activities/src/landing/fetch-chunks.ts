import type { AnyDatasetContract, AnyRow } from '@headrace/contracts';

import { ItemFailure } from '../item-failure.ts';
import { checkRow } from '../store/check-row.ts';
import { Drained } from './attempt.ts';
import { chunksOf } from './chunks-of.ts';
import type { Outcome, WorkItem } from './outcome.ts';

export interface FetchChunksOptions {
  /** Items of one chunk. */
  readonly chunk: number;
  /** Requests in flight at once, at least 1. */
  readonly concurrency: number;
  readonly dataset: AnyDatasetContract;
  /** Asked before each request; once true, nothing further is requested. */
  readonly isStopping: () => boolean;
  readonly fetch: (key: string) => Promise<AnyRow | undefined>;
}

/**
 * Fetches and checks items, and gives their outcomes a chunk at a time, in order. Requests go on into the next chunk, and
 * no further, while the last ones of this chunk are out: a slow item does not leave the source idle. Stopped early, it
 * ends with the first items without a gap, so that the cursor can move past them.
 */
export async function* fetchChunks(
  items: readonly WorkItem[],
  options: FetchChunksOptions,
): AsyncGenerator<Outcome[], void> {
  const chunks = Array.from(chunksOf(items, options.chunk), toFlight);
  const lanes = Promise.all(Array.from({ length: options.concurrency }, () => runLane(chunks, options)));
  // What a lane throws reaches whoever asks for the next chunk.
  lanes.catch(() => {});
  for (const { items: wanted, outcomes, asked, done } of chunks) {
    asked.resolve();
    await Promise.race([done.promise, lanes]);
    const whole = untilGap(outcomes.splice(0));
    if (whole.length > 0) yield whole;
    if (whole.length < wanted.length) return;
  }
}

/** A chunk on its way. */
interface Flight {
  readonly items: readonly WorkItem[];
  readonly outcomes: (Outcome | undefined)[];
  begun: number;
  ended: number;
  readonly asked: PromiseWithResolvers<void>;
  readonly done: PromiseWithResolvers<void>;
}

function toFlight(items: readonly WorkItem[]): Flight {
  const asked = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  return { items, outcomes: [], begun: 0, ended: 0, asked, done };
}

/** One request after the other, through all chunks, at most one ahead of the chunk that is asked for. */
async function runLane(chunks: readonly Flight[], options: FetchChunksOptions): Promise<void> {
  let before: Flight | undefined;
  for (const chunk of chunks) {
    await before?.asked.promise;
    before = chunk;
    while (chunk.begun < chunk.items.length) {
      if (options.isStopping()) return;
      const index = chunk.begun;
      chunk.begun += 1;
      chunk.outcomes[index] = await fetchOne(chunk.items[index]!, options);
      chunk.ended += 1;
      if (chunk.ended === chunk.items.length) chunk.done.resolve();
    }
  }
}

/** `undefined` for a request that was dropped. */
async function fetchOne(
  item: WorkItem,
  { fetch, dataset }: FetchChunksOptions,
): Promise<Outcome | undefined> {
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
