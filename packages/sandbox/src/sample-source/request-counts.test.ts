import { expect, test } from 'vitest';

import { RequestCounts } from './request-counts.ts';

test('arrivals are counted by key and in all', () => {
  const counts = new RequestCounts(100);
  counts.add('17');
  counts.add('topstories');
  expect([counts.add('17'), counts.add('42'), counts.add('topstories')]).toEqual([2, 1, 2]);
  expect([counts.get('17'), counts.get('5'), counts.get('maxitem'), counts.get()]).toEqual([2, 0, 0, 5]);
  expect(counts.byKey()).toEqual({ 17: 2, 42: 1, topstories: 2 });
});

test('ids that are not there are counted in all, not by key', () => {
  const counts = new RequestCounts(2);
  for (const key of ['2', '3', '3', '999999999999']) counts.add(key);
  expect(counts.byKey()).toEqual({ 2: 1 });
  expect([counts.get('3'), counts.get()]).toEqual([0, 4]);
});

test('a million keys are counted, and the lowest of them listed', () => {
  const counts = new RequestCounts(1_000_000);
  for (let id = 1_000_000; id > 0; id -= 1) counts.add(String(id));
  const listed = counts.byKey();
  expect([counts.get(), counts.get('1000000')]).toEqual([1_000_000, 1]);
  expect([Object.keys(listed).length, listed['100000'], listed['100001']]).toEqual([100_000, 1, undefined]);
});
