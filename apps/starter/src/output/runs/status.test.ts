import type { PendingActivity, RunStatus } from '@headrace/client';
import { expect, test } from 'vitest';

import { formatStatus } from './status.ts';

const startedAt = '2026-11-21T07:30:00.000Z';

const land: PendingActivity = {
  activity: 'land',
  workflowId: 'hn/shard-0',
  attempt: 1,
  lastFailure: null,
  nextAttemptAt: null,
  waitsForSlot: false,
  batch: { batch: 3, landed: 1, absent: 0, quarantined: 0, requests: 1 },
};

const status: RunStatus = {
  runId: 'hn',
  pipeline: 'hacker-news',
  state: 'running',
  stopping: false,
  startedAt,
  endedAt: null,
  progress: {
    runId: 'hn',
    pipeline: 'hacker-news',
    phase: 'land',
    listedAll: true,
    listed: 100,
    landed: 50,
    absent: 0,
    quarantined: 0,
    batches: 10,
    batchesDone: 5,
    requests: 50,
    retries: 0,
    shards: 1,
    shardsDone: 0,
    steering: { paused: true, concurrency: 1, parallel: 4 },
    waitsFor: [],
    startedAt,
  },
  current: true,
  summary: null,
  pending: [],
  limits: [],
};

test('a status tells what a run is at, how it is steered, and what failed and when it is tried again', () => {
  const pending: PendingActivity[] = [
    land,
    {
      ...land,
      attempt: 4,
      lastFailure: { type: 'StoreUnavailable', message: 'connection refused' },
      nextAttemptAt: '2026-11-21T07:31:20.000Z',
    },
    { ...land, attempt: 9, batch: null, lastFailure: { type: 'Timeout', message: 'no beat' } },
    { ...land, batch: null },
  ];
  const now = Date.parse('2026-11-21T07:31:00.000Z');
  expect(formatStatus({ ...status, pending }, now).split('\n')).toEqual([
    'hacker-news hn: running since 2026-11-21T07:30:00.000Z',
    'paused  50 of 100 (50%)  5 of 10 batches',
    'paused, 4 batches at once with 1 request each',
    'land: attempt 9, after Timeout: no beat',
    'land batch 3: attempt 4 in 20s, after StoreUnavailable: connection refused',
    '2 activities under way',
  ]);
});

test('a run that has ended without totals has nothing to be steered', () => {
  const ended = { ...status, state: 'terminated', endedAt: '2026-11-21T07:32:00.000Z' } as const;
  expect(formatStatus(ended).split('\n')).toHaveLength(2);
});

test('a status tells what a run waits for and until when', () => {
  const waitsFor = [
    { dataset: 'things', interval: 'same', until: '2026-11-21T09:30:00.000Z' },
    { dataset: 'others', interval: 'latest', until: '2026-11-21T07:45:30.000Z' },
  ] as const;
  const progress = { ...status.progress!, phase: 'wait', listed: 0, landed: 0, waitsFor } as const;
  expect(formatStatus({ ...status, progress })).toContain(
    'wait  for things of the same interval until 2026-11-21 09:30 UTC  ' +
      'for others in any version until 2026-11-21 07:45:30 UTC\n',
  );
});
