import type { PendingActivity, WatchedStatus } from '@headrace/client';
import type { RunProgress } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { toProgressLine, createRateMeter } from './progress.ts';

const progress: RunProgress = {
  runId: 'hn',
  pipeline: 'hacker-news',
  phase: 'land',
  listedAll: true,
  listed: 2_000,
  landed: 1_000,
  absent: 10,
  quarantined: 3,
  batches: 4,
  batchesDone: 2,
  requests: 1_100,
  retries: 1,
  shards: 1,
  shardsDone: 0,
  steering: { paused: false, concurrency: 32, parallel: 4 },
  waitsFor: [],
  startedAt: '2026-11-21T07:30:00.000Z',
};

const status: WatchedStatus = {
  runId: 'hn',
  pipeline: 'hacker-news',
  state: 'running',
  stopping: false,
  startedAt: progress.startedAt,
  endedAt: null,
  progress,
  current: true,
  summary: null,
  pending: [],
  limits: [],
  connected: true,
};

const land: PendingActivity = {
  activity: 'land',
  workflowId: 'hn',
  attempt: 3,
  lastFailure: { type: 'StoreUnavailable', message: 'connection\nrefused' },
  nextAttemptAt: null,
  waitsForSlot: false,
  batch: null,
};

/** The line of a run whose progress differs so. */
function lineOf(change: Partial<RunProgress>, itemsPerSecond?: number): string {
  return toProgressLine({ ...status, progress: { ...progress, ...change } }, itemsPerSecond);
}

test('the line tells the phase, the items done, their rate, the time left, what failed and the batches', () => {
  expect(toProgressLine(status, 345.6)).toBe(
    'land  1,013 of 2,000 (50%)  346 items/s  ETA 3s  3 quarantined  1 retry  2 of 4 batches',
  );
});

test('a large run is told in shards', () => {
  const large = { shards: 12, shardsDone: 3, retries: 2_000, quarantined: 0 };
  expect(lineOf(large)).toBe('land  1,010 of 2,000 (50%)  2,000 retries  3 of 12 shards');
});

test('while the source is still being listed there is no share of the whole and no end in sight', () => {
  const listing = { listedAll: false, quarantined: 0, retries: 0 };
  expect(lineOf(listing, 10)).toBe('land  1,010 of 2,000 so far  10 items/s  2 of 4 batches');
  expect(lineOf({ ...listing, phase: 'plan', listed: 0 })).toBe('plan');
});

test('there is no time left where nothing moves, or the rate is not known', () => {
  for (const rate of [0, undefined]) expect(lineOf({}, rate)).not.toContain('ETA');
});

test('there is no time left where everything is done, or more than was listed', () => {
  expect(lineOf({ landed: 1_987 }, 5)).toContain('2,000 of 2,000 (100%)  5 items/s  3 quarantined');
  expect(lineOf({ landed: 2_500 }, 5)).toContain('2,513 of 2,000 (100%)  5 items/s  3 quarantined');
});

test('a paused run and one that stops are shown as such, whatever their phase', () => {
  const steering = { ...progress.steering, paused: true };
  expect(lineOf({ steering })).toMatch(/^paused {2}1,013 of 2,000/);
  expect(lineOf({ steering, phase: 'conclude' })).toMatch(/^conclude {2}/);
  expect(toProgressLine({ ...status, stopping: true }, undefined)).toMatch(/^stopping {2}1,013/);
});

test('what goes wrong is said: no worker, no Temporal, an activity that is tried again', () => {
  expect(toProgressLine({ ...status, progress: null, current: false }, undefined)).toBe(
    'waiting for a worker',
  );
  expect(toProgressLine({ ...status, current: false }, undefined)).toMatch(/^land .* waiting for a worker$/);
  expect(toProgressLine({ ...status, connected: false }, 1)).toMatch(/^Temporal does not answer/);
  expect(toProgressLine({ ...status, pending: [land] }, undefined)).toContain(
    'land attempt 3 after StoreUnavailable: connection refused',
  );
});

test('the rate is of the last ten seconds', () => {
  const meter = createRateMeter();
  expect(meter.measure(0, 0)).toBeUndefined();
  expect(meter.measure(100, 1_000)).toBe(100);
  expect(meter.measure(100, 10_000)).toBe(10);
  expect(meter.measure(100, 12_000)).toBe(0);
});

test('after a silence it is of all the time since', () => {
  const meter = createRateMeter();
  meter.measure(0, 0);
  expect(meter.measure(600, 60_000)).toBe(10);
});

test('a count or a clock that goes back stands still', () => {
  const meter = createRateMeter();
  meter.measure(50, 1_000);
  expect(meter.measure(100, 1_000)).toBeUndefined();
  expect(meter.measure(40, 2_000)).toBe(50);
  expect(meter.measure(100, 0)).toBe(50);
});
