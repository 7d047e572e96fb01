import { expect, test } from 'vitest';

import { createRequestCounts } from './request-counts.ts';

test('arrivals are counted by key and in all', () => {
  const counts = createRequestCounts();
  counts.add('17');
  counts.add('42');
  expect(counts.add('17')).toEqual({ ofKey: 2, overall: 3 });
  expect([counts.get('17'), counts.get('5'), counts.get()]).toEqual([2, 0, 3]);
  expect(counts.byKey()).toEqual({ 17: 2, 42: 1 });
});

test('past its bound the keys that came first are forgotten, not the total', () => {
  const counts = createRequestCounts(2);
  for (const key of ['a', 'b', 'c']) counts.add(key);
  expect(counts.byKey()).toEqual({ b: 1, c: 1 });
  expect(counts.get()).toBe(3);
});
