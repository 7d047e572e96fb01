import type { BackfillRequest } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { afterwards, intervalsOf, pagesOf } from './run-intervals.ts';

const request: BackfillRequest = {
  name: 'january',
  pipeline: 'hacker-news',
  schedule: 'daily',
  when: { cron: '0 0 * * *', zone: 'Europe/Berlin' },
  from: '2026-03-20T00:00:00.000Z',
  to: '2026-04-05T00:00:00.000Z',
  intervals: 16,
  parallel: 4,
  request: {},
};

test('newest first is oldest first, turned round, over a change of the clocks too', () => {
  const oldestFirst = [...intervalsOf(request)];
  expect(oldestFirst).toHaveLength(16);
  expect([...intervalsOf({ ...request, newestFirst: true })]).toEqual(oldestFirst.toReversed());
});

test('a range without an interval has none, in either order', () => {
  const empty = { ...request, from: '2026-03-20T00:00:00.000Z', to: '2026-03-20T01:00:00.000Z' };
  expect([...intervalsOf(empty), ...intervalsOf({ ...empty, newestFirst: true })]).toEqual([]);
});

test.each([true, false])(
  'what is left at any place are the intervals not taken, newest first: %s',
  (newestFirst) => {
    const all = [...intervalsOf({ ...request, newestFirst })];
    for (const [index, interval] of all.entries()) {
      const rest = afterwards(interval, { rest: request, newestFirst });
      const carried = { from: rest.from, to: rest.to, progress: {} as never };
      expect([...intervalsOf({ ...request, newestFirst, carried })]).toEqual(all.slice(index + 1));
    }
  },
);

test('pages hold everything, so many at a time', () => {
  expect([...pagesOf([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
  expect([...pagesOf([], 2)]).toEqual([]);
});
