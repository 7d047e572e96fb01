import { limits, type AnyDatasetContract, type AnyRow } from '@headrace/contracts';

import { capRecord, ItemFailure } from '../source/item-failure.ts';
import { checkRow } from '../store/check-row.ts';
import { Drained } from '../activity/attempt.ts';
import { ChunkBuffer } from './chunk-buffer.ts';
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
 * no further, while the last ones of this chunk are out: a slow item does not leave the source idle. Large rows make
 * smaller chunks, so that memory holds: see `limits.chunkBytes`. Stopped early, it ends with the first items without a
 * gap, so that the cursor can move past them.
 */
export async function* fetchChunks(
  items: readonly WorkItem[],
  options: FetchChunksOptions,
): AsyncGenerator<Outcome[], void> {
  const buffer = new ChunkBuffer(items.length, { chunk: options.chunk, bytes: limits.chunkBytes });
  const workers = Promise.all(
    Array.from({ length: options.concurrency }, () => runWorker(items, buffer, options)),
  );
  // A worker's error reaches whoever asks for the next chunk.
  workers.catch(() => {});
  for (;;) {
    await Promise.race([buffer.ready, workers]);
    const outcomes = buffer.nextChunk();
    if (outcomes.length === 0) return;
    yield outcomes;
    buffer.drop(outcomes);
  }
}

/** One request after the other, until there is no more to do. */
async function runWorker(
  items: readonly WorkItem[],
  buffer: ChunkBuffer,
  options: FetchChunksOptions,
): Promise<void> {
  for (;;) {
    while (!buffer.hasRoom) await buffer.room;
    if (options.isStopping() || buffer.isOver) return;
    const index = buffer.begin();
    const outcome = await fetchOne(items[index]!, options);
    if (outcome === undefined) buffer.end();
    else buffer.put(index, outcome);
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
    throw new ItemFailure('unstorable', problem, {
      transient: false,
      record: capRecord(JSON.stringify(row)),
    });
  } catch (error) {
    if (error instanceof ItemFailure) return { item, is: 'failed', failure: error };
    if (error instanceof Drained) return undefined;
    throw error;
  }
}
