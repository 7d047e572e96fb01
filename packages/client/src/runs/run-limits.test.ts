import type { Limit } from '@headrace/contracts';
import { expect, test } from 'vitest';

import type { PendingActivity } from './pending-work.ts';
import { countLimits } from './run-limits.ts';

const now = Date.parse('2026-11-27T12:00:00.000Z');
const host = 'https://api.example';
const budget: Limit = { by: 'budget', host, requestsPerSecond: 3, pipelines: ['hacker-news'], workers: 1 };

function pending(limit: Limit | undefined, other: Partial<PendingActivity> = {}): PendingActivity {
  const counts = { landed: 0, absent: 0, quarantined: 0, requests: 0 };
  return {
    activity: 'land',
    workflowId: 'run',
    attempt: 1,
    lastFailure: null,
    nextAttemptAt: null,
    waitsForSlot: false,
    batch: { batch: 0, ...counts, ...(limit && { limit }) },
    ...other,
  };
}

test('batches that wait for the same are counted together, the most frequent first', () => {
  const slot = pending(undefined, { waitsForSlot: true, batch: null });
  const all = [
    pending({ by: 'store' }),
    slot,
    pending(budget),
    slot,
    pending(budget),
    pending(budget),
    pending(undefined),
  ];
  expect(countLimits(all, now)).toEqual([
    { ...budget, activities: 3 },
    { by: 'slot', activities: 2 },
    { by: 'store', activities: 1 },
  ]);
});

test('a wait that a host asked for counts until it is over, between two attempts too', () => {
  const until = '2026-11-27T12:01:00.000Z';
  const refused = pending({ by: 'retry-after', host, until }, { nextAttemptAt: until, attempt: 2 });
  expect(countLimits([refused], now)).toEqual([{ by: 'retry-after', host, until, activities: 1 }]);
  expect(countLimits([refused], now + 60_000)).toEqual([]);
});

test('between two attempts, what the last one waited for says nothing', () => {
  const nextAttemptAt = '2026-11-27T12:00:30.000Z';
  expect(countLimits([pending(budget, { nextAttemptAt, attempt: 2 })], now)).toEqual([]);
});
