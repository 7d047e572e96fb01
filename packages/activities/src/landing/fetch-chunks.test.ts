import { limits, type AnyRow } from '@headrace/contracts';
import { describe, expect, it } from 'vitest';

import { ItemFailure } from '../source/item-failure.ts';
import { Drained } from '../activity/attempt.ts';
import { fetchChunks, type FetchChunksOptions } from './fetch-chunks.ts';
import type { Outcome } from './outcome.ts';

const dataset = { name: 'things', columns: { id: { type: 'integer' } } } as const;
const texts = { name: 'texts', columns: { id: { type: 'integer' }, text: { type: 'text' } } } as const;
const items = Array.from({ length: 20 }, (_, key) => ({ key: String(key), attempts: 0 }));
const keys = items.map(({ key }) => key);

function optionsOf(options: Partial<FetchChunksOptions>): FetchChunksOptions {
  return { chunk: 5, concurrency: 4, dataset, isStopping: () => false, fetch: toRow, ...options };
}

async function toRow(key: string): Promise<AnyRow> {
  return { id: Number(key) };
}

async function dropSix(key: string): Promise<AnyRow> {
  if (key === '6') throw new Drained();
  return toRow(key);
}

async function keysOf(chunks: AsyncIterable<Outcome[]>): Promise<string[][]> {
  return Array.fromAsync(chunks, (outcomes) => outcomes.map(({ item }) => item.key));
}

async function sorted(): Promise<void> {
  await new Promise((resolve) => void setImmediate(resolve));
}

describe('fetchChunks', () => {
  it('answers chunk by chunk in the order of the items and keeps the bound on requests in flight', async () => {
    let inFlight = 0;
    let peak = 0;
    const fetch = async (key: string) => {
      peak = Math.max(peak, (inFlight += 1));
      await sorted();
      inFlight -= 1;
      return toRow(key);
    };
    expect(await keysOf(fetchChunks(items, optionsOf({ chunk: 8, fetch })))).toEqual([
      keys.slice(0, 8),
      keys.slice(8, 16),
      keys.slice(16),
    ]);
    expect(peak).toBe(4);
  });

  it('goes on into the next chunk while an item is slow, and no further', async () => {
    const slow = Promise.withResolvers<void>();
    const asked: string[] = [];
    const fetch = async (key: string) => {
      asked.push(key);
      if (key === '2') await slow.promise;
      return toRow(key);
    };
    const chunks = fetchChunks(items, optionsOf({ fetch }));
    const first = chunks.next();
    await sorted();
    expect(asked).toEqual(keys.slice(0, 10));
    slow.resolve();
    expect((await first).value).toHaveLength(5);
    await sorted();
    expect(asked).toEqual(keys.slice(0, 10));
    await chunks.next();
    await sorted();
    expect(asked).toEqual(keys.slice(0, 15));
  });

  it('goes no further into the next chunks than that with more requests at once than a chunk has items', async () => {
    const asked: string[] = [];
    const fetch = async (key: string) => {
      asked.push(key);
      return toRow(key);
    };
    const chunks = fetchChunks(items, optionsOf({ chunk: 1, concurrency: 8, fetch }));
    for (let taken = 0; taken < 5; taken += 1) {
      await chunks.next();
      await sorted();
      expect(asked).toEqual(keys.slice(0, taken + 2));
    }
  });

  it('makes smaller chunks of large rows, and fetches no more of them than it holds', async () => {
    const bytes = limits.chunkBytes / 4;
    let fetched = 0;
    const fetch = async (key: string) => {
      fetched += 1;
      await sorted();
      // By then all others in flight are there.
      if (key === '0') await sorted();
      return { ...(await toRow(key)), text: 'x'.repeat(bytes) };
    };
    const sizes: number[] = [];
    let taken = 0;
    const options = { ...optionsOf({ chunk: 20, concurrency: 10, fetch }), dataset: texts };
    for await (const outcomes of fetchChunks(items, options)) {
      sizes.push(outcomes.length);
      // What was in flight when the bound was met comes on top of it.
      expect(fetched - taken).toBeLessThan(4 + 10);
      taken += outcomes.length;
    }
    expect(taken).toBe(items.length);
    expect(sizes).toEqual([4, 4, 4, 4, 4]);
  });

  it('holds no more large rows than that behind slow items', async () => {
    const slow = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
    const asked: string[] = [];
    const fetch = async (key: string) => {
      asked.push(key);
      await slow[Number(key)]?.promise;
      return { ...(await toRow(key)), text: 'x'.repeat(limits.chunkBytes / 4) };
    };
    const chunks = fetchChunks(items, { ...optionsOf({ chunk: 20, fetch }), dataset: texts });
    const taken: string[][] = [];
    const done = (async () => {
      for await (const outcomes of chunks) taken.push(outcomes.map(({ item }) => item.key));
    })();
    for (const item of slow) {
      await sorted();
      expect(asked.length - taken.flat().length).toBeLessThan(4 + 4);
      item.resolve();
    }
    await done;
    expect(taken.slice(0, 2)).toEqual([['0'], ['1']]);
    expect(taken.flat()).toEqual(keys);
  });

  it('answers for the first items without a gap when it is stopped', async () => {
    for (const last of [0, 3, 5, 7, 19]) {
      let asked = 0;
      const fetch = async (key: string) => {
        asked += 1;
        await sorted();
        return toRow(key);
      };
      const chunks = fetchChunks(items, optionsOf({ isStopping: () => asked >= last, fetch }));
      expect((await keysOf(chunks)).flat()).toEqual(keys.slice(0, asked));
      expect(asked).toBe(last);
    }
  });

  it('leaves out what was dropped and all that comes after it', async () => {
    expect(await keysOf(fetchChunks(items, optionsOf({ fetch: dropSix })))).toEqual([
      keys.slice(0, 5),
      ['5'],
    ]);
  });

  it('makes a row that the dataset cannot hold a failing item', async () => {
    const chunks = fetchChunks(items.slice(0, 1), optionsOf({ fetch: async () => ({ id: 'seven' }) }));
    const failed = { is: 'failed', failure: { reason: 'unstorable', transient: false } };
    expect(await Array.fromAsync(chunks)).toMatchObject([[failed]]);
  });

  it('keeps an item’s failure as a value, and throws a programming error', async () => {
    const failure = new ItemFailure('timeout', 'slow', { transient: true });
    const failing = fetchChunks(items.slice(0, 1), optionsOf({ fetch: () => Promise.reject(failure) }));
    expect(await Array.fromAsync(failing)).toMatchObject([[{ is: 'failed', failure }]]);
    const broken = optionsOf({ fetch: () => Promise.reject(new TypeError('x is undefined')) });
    await expect(Array.fromAsync(fetchChunks(items, broken))).rejects.toThrow(TypeError);
  });
});
