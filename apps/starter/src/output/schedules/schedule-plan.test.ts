import { expect, test } from 'vitest';

import { formatPlan } from './schedule-plan.ts';

const definition = {
  name: 'daily',
  pipeline: 'hacker-news',
  when: { cron: '0 6 * * *', zone: 'Europe/Berlin' },
};

test('a plan shows every schedule that would change, and of each the fields', () => {
  const shown = formatPlan({
    changes: [
      { change: 'add', name: 'daily', definition },
      {
        change: 'change',
        name: 'hourly',
        definition,
        differences: [
          { field: 'when', held: { every: 3_600_000 }, wanted: definition.when, drift: false },
          { field: 'input', held: { limit: 5, feed: 'top' }, wanted: { feed: 'top' }, drift: false },
          { field: 'catchUp', held: 600_000, wanted: 3_600_000, drift: false },
          { field: 'paused', held: true, wanted: false, drift: false },
          { field: 'note', held: 'one\u001B[31m\nline', wanted: null, drift: false },
          { field: 'overlap', held: 'allow-all', wanted: 'skip', drift: true },
        ],
      },
      { change: 'remove', name: 'old' },
    ],
    unchanged: ['weekly', 'monthly'],
    unlisted: [],
  });
  expect(shown).toBe(`+ daily: hacker-news, 0 6 * * * in Europe/Berlin
~ hourly
    when: every 1h → 0 6 * * * in Europe/Berlin
    input.limit: 5 → none
    catchUp: 10m → 1h
    paused: true → false
    note: one line → none
    overlap: allow-all → skip (changed in Temporal)
- old
1 to add, 1 to change, 1 to remove; 2 unchanged`);
});

test('a plan without changes says so, and what is not in the file', () => {
  expect(formatPlan({ changes: [], unchanged: ['daily'], unlisted: ['old'] })).toBe(
    'nothing to change: 1 schedule is as the file says\nnot in the file: old; --prune removes',
  );
});
