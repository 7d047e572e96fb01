import type { RunProgress } from '@headrace/contracts';
import { expect, test } from 'vitest';

import type { PendingActivity } from './pending-work.ts';
import { forwardProgress, sumProgress } from './run-progress.ts';

const told: RunProgress = {
  runId: 'hn',
  pipeline: 'hacker-news',
  phase: 'land',
  listedAll: false,
  listed: 400,
  landed: 100,
  absent: 1,
  quarantined: 2,
  requests: 110,
  retries: 1,
  batches: 40,
  batchesDone: 10,
  shards: 3,
  shardsDone: 1,
  steering: { paused: false, concurrency: 32, parallel: 4 },
  waitsFor: [],
  startedAt: '2026-11-21T07:30:00.000Z',
};

const shard = { landed: 50, absent: 3, quarantined: 0, requests: 60, retries: 2, batchesDone: 5 };

const land: PendingActivity = {
  activity: 'land',
  workflowId: 'hn/shard-1',
  attempt: 3,
  lastFailure: null,
  nextAttemptAt: null,
  waitsForSlot: false,
  batch: { batch: 17, landed: 4, absent: 1, quarantined: 1, requests: 8 },
};

test('what shards and batches in flight have done is added to what the run counts', () => {
  const plan: PendingActivity = { ...land, activity: 'plan', workflowId: 'hn', attempt: 9, batch: null };
  const silent: PendingActivity = { ...land, attempt: 2, batch: null };
  expect(sumProgress(told, { shards: [shard, shard], pending: [land, silent, plan] })).toEqual({
    ...told,
    landed: 204,
    absent: 8,
    quarantined: 3,
    requests: 238,
    retries: 8,
    batchesDone: 20,
  });
});

test('what was seen is not taken back, not by a dead worker either', () => {
  const later = { ...told, landed: 90, absent: 5, listed: 300, batchesDone: 12 };
  expect(forwardProgress(told, later)).toEqual({ ...told, absent: 5, batchesDone: 12 });
  expect(forwardProgress(told, null)).toBe(told);
  expect(forwardProgress(null, null)).toBeNull();
});

test('how a run is steered is as it is now', () => {
  const steering = { paused: true, concurrency: 1, parallel: 1 };
  expect(forwardProgress(told, { ...told, steering })).toMatchObject({ steering });
});

test('the totals of its end stand as they are', () => {
  const ended = { ...told, phase: 'ended', landed: 99 } as const;
  expect(forwardProgress(told, ended)).toBe(ended);
});
