import { describe, expect, it } from 'vitest';

import { ItemFailure } from '../item-failure.ts';
import { Drained } from './attempt.ts';
import { fetchChunk } from './fetch-chunk.ts';

const dataset = { name: 'things', columns: { id: { type: 'integer' } } } as const;
const items = Array.from({ length: 20 }, (_, key) => ({ key: String(key), attempts: 0 }));
const go = () => false;

describe('fetchChunk', () => {
  it('answers in the order of the items and keeps the bound on requests in flight', async () => {
    let inFlight = 0;
    let peak = 0;
    const outcomes = await fetchChunk(items, {
      concurrency: 4,
      dataset,
      isStopping: go,
      fetch: async (key) => {
        peak = Math.max(peak, (inFlight += 1));
        await Promise.resolve();
        inFlight -= 1;
        return { id: Number(key) };
      },
    });
    expect(outcomes.map((outcome) => outcome.item.key)).toEqual(items.map((item) => item.key));
    expect(peak).toBe(4);
  });

  it('answers for the first items without a gap when it is stopped', async () => {
    let asked = 0;
    const outcomes = await fetchChunk(items, {
      concurrency: 3,
      dataset,
      isStopping: () => asked >= 7,
      fetch: async (key) => {
        asked += 1;
        return { id: Number(key) };
      },
    });
    expect(outcomes.map((outcome) => outcome.item.key)).toEqual(
      items.slice(0, asked).map((item) => item.key),
    );
    expect(asked).toBeLessThan(12);
  });

  it('leaves out what was dropped and all that comes after it', async () => {
    const outcomes = await fetchChunk(items, {
      concurrency: 4,
      dataset,
      isStopping: go,
      fetch: (key) => (key === '6' ? Promise.reject(new Drained()) : Promise.resolve({ id: Number(key) })),
    });
    expect(outcomes.map((outcome) => outcome.item.key)).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('makes a row that the dataset cannot hold a failing item', async () => {
    const [outcome] = await fetchChunk(items.slice(0, 1), {
      concurrency: 1,
      dataset,
      isStopping: go,
      fetch: async () => ({ id: 'seven' }),
    });
    expect(outcome).toMatchObject({ is: 'failed', failure: { reason: 'unstorable', transient: false } });
  });

  it('keeps an item’s failure as a value, and throws a programming error', async () => {
    const options = { concurrency: 1, dataset, isStopping: go };
    const failure = new ItemFailure('timeout', 'slow', { transient: true });
    const failing = fetchChunk(items.slice(0, 1), { ...options, fetch: () => Promise.reject(failure) });
    await expect(failing).resolves.toMatchObject([{ is: 'failed', failure }]);
    const broken = fetchChunk(items, {
      ...options,
      fetch: () => Promise.reject(new TypeError('x is undefined')),
    });
    await expect(broken).rejects.toThrow(TypeError);
  });
});
