import { expect, test } from 'vitest';

import { fitBatch, type BatchLimits } from './batch-limits.ts';

const batch: BatchLimits = {
  size: 2_000,
  chunk: 250,
  concurrency: 32,
  parallel: 4,
  itemAttempts: 5,
  itemTimeout: 60_000,
};

test('a batch without a budget stays as it is', () => {
  expect(fitBatch(batch)).toBe(batch);
});

test('a batch lasts ten seconds and a chunk one, when the batches in parallel share the rate', () => {
  const budget = { requestsPerSecond: 100, burst: 10, concurrent: 16 };
  expect(fitBatch(batch, budget)).toEqual({ ...batch, size: 250, chunk: 25, concurrency: 16 });
});

test('a host that is asked once a minute gets batches of one', () => {
  const budget = { requestsPerSecond: 1 / 60, burst: 1, concurrent: 1 };
  expect(fitBatch(batch, budget)).toEqual({ ...batch, size: 1, chunk: 1, concurrency: 1 });
});

test('a wide budget makes nothing larger than it was', () => {
  const budget = { requestsPerSecond: 1e6, burst: 1e6, concurrent: 1e6 };
  expect(fitBatch(batch, budget)).toEqual(batch);
});
