import type { ListedSchedule } from '@headrace/client';
import { normaliseSchedule, type ScheduleDefinition } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { planSchedules } from './plan-schedules.ts';

const daily: ScheduleDefinition = {
  name: 'daily',
  pipeline: 'hacker-news',
  when: { cron: '0 6 * * *', zone: 'UTC' },
  paused: false,
};

function holding(
  { paused = false, ...definition }: ScheduleDefinition,
  drift: ListedSchedule['drift'] = [],
): ListedSchedule {
  return {
    definition: normaliseSchedule(definition),
    paused,
    note: null,
    drift,
    subscription: null,
    counts: { taken: 0, missed: 0, skipped: 0, waiting: 0, dropped: 0 },
    next: [],
    lastAt: null,
    createdAt: '2026-11-21T00:00:00.000Z',
    updatedAt: null,
  };
}

test('what is not there yet is added', () => {
  expect(planSchedules([daily], { held: [] })).toEqual({
    changes: [{ change: 'add', name: 'daily', definition: daily }],
    unchanged: [],
    unlisted: [],
  });
});

test('nothing is changed where all is as the file says, defaults written out or not', () => {
  const held = [holding({ ...daily, overlap: 'skip', input: {} })];
  expect(planSchedules([daily], { held })).toEqual({ changes: [], unchanged: ['daily'], unlisted: [] });
});

test('a change names each field with what there is and what is wanted', () => {
  const held = [holding({ ...daily, input: { limit: 5 } })];
  const wanted = { ...daily, input: { limit: 10 }, jitter: 60_000 };
  expect(planSchedules([wanted], { held }).changes).toEqual([
    {
      change: 'change',
      name: 'daily',
      definition: wanted,
      differences: [
        { field: 'input', held: { limit: 5 }, wanted: { limit: 10 }, drift: false },
        { field: 'jitter', held: 0, wanted: 60_000, drift: false },
      ],
    },
  ]);
});

test('what is not in the file stays, and is removed last where it is to be pruned', () => {
  const held = [holding({ ...daily, name: 'other' })];
  expect(planSchedules([daily], { held })).toMatchObject({ unlisted: ['other'] });
  expect(planSchedules([daily], { held, prune: true })).toMatchObject({
    changes: [{ change: 'add' }, { change: 'remove', name: 'other' }],
    unlisted: [],
  });
});

test('a schedule that is paused is changed back, unless the file has it paused', () => {
  const held = [holding({ ...daily, paused: true })];
  expect(planSchedules([daily], { held }).changes).toMatchObject([
    { differences: [{ field: 'paused', held: true, wanted: false }] },
  ]);
  expect(planSchedules([{ ...daily, paused: true }], { held }).changes).toEqual([]);
});

test('what other hands have changed is changed back, or to what the file says now', () => {
  const drift = [
    { field: 'overlap', held: 'allow-all', wanted: 'skip' },
    { field: 'when', held: 'every 60 s', wanted: 'minute 0 hour 6 in UTC' },
  ];
  const wanted: ScheduleDefinition = { ...daily, overlap: 'buffer-all' };
  expect(planSchedules([wanted], { held: [holding(daily, drift)] }).changes).toMatchObject([
    {
      differences: [
        { field: 'overlap', held: 'allow-all', wanted: 'buffer-all', drift: true },
        { field: 'when', held: 'every 60 s', wanted: 'minute 0 hour 6 in UTC', drift: true },
      ],
    },
  ]);
});
