import type { ScheduleDefinition } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { compareSchedules } from './compare-schedules.ts';

const daily: ScheduleDefinition = {
  name: 'daily',
  pipeline: 'hacker-news',
  when: { every: 86_400_000 },
  input: { feed: 'best', limit: 5 },
};

test('what says the same in another way is no difference', () => {
  const same: ScheduleDefinition = {
    overlap: 'skip',
    catchUp: 600_000,
    pauseOnFailure: false,
    incremental: false,
    input: { limit: 5, feed: 'best' },
    when: { offset: 0, every: 86_400_000 },
    pipeline: 'hacker-news',
    name: 'daily',
  };
  expect(compareSchedules(daily, same)).toEqual([]);
});

test.each([
  [{ when: { cron: '0 6 * * *', zone: 'UTC' } }, 'when'],
  [{ when: { every: 86_400_000, offset: 1_000 } }, 'when'],
  [{ pipeline: 'hacker-news-archive' }, 'pipeline'],
  [{ input: { limit: 6 } }, 'input'],
  [{ overrides: { batch: { size: 10 } } }, 'overrides'],
  [{ overlap: 'allow-all' }, 'overlap'],
  [{ catchUp: 10_000 }, 'catchUp'],
  [{ jitter: 1_000 }, 'jitter'],
  [{ pauseOnFailure: true }, 'pauseOnFailure'],
  [{ incremental: true }, 'incremental'],
  [{ note: 'morning' }, 'note'],
] as [Partial<ScheduleDefinition>, string][])('%j is a difference of %s', (change, field) => {
  const differences = compareSchedules(daily, { ...daily, ...change });
  expect(differences.map((difference) => difference.field)).toEqual([field]);
});

test('whether it is paused counts where it is said', () => {
  expect(compareSchedules({ ...daily, paused: true }, daily)).toEqual([]);
  expect(compareSchedules({ ...daily, paused: true }, { ...daily, paused: false })).toEqual([
    { field: 'paused', held: true, wanted: false },
  ]);
  expect(compareSchedules(daily, { ...daily, paused: false })).toEqual([]);
});
