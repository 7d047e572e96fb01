import type { WatchedBackfill } from '@headrace/client';
import type { BackfillProgress } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { toBackfillLine } from './backfill.ts';

const progress: BackfillProgress = {
  intervals: 2_000,
  finished: 8,
  completed: 490,
  failed: 2,
  elsewhere: 0,
  running: 4,
  paused: false,
  failures: [],
  startedAt: '2026-11-21T10:00:00.000Z',
};

function line(change: Partial<WatchedBackfill>, perSecond?: number): string {
  const status = {
    connected: true,
    state: 'running',
    stopping: false,
    progress,
    ...change,
  } as WatchedBackfill;
  return toBackfillLine(status, perSecond);
}

test('a line tells how many intervals are through, how fast, and how they ended', () => {
  expect(line({}, 10)).toBe(
    'running  500 of 2,000 intervals (25%)  10/s  ETA 2m 30s  4 running  8 done before  2 failed',
  );
  expect(line({}, 0.25)).toContain('  0.3/s  ETA 1h 40m  ');
  expect(line({})).toBe('running  500 of 2,000 intervals (25%)  4 running  8 done before  2 failed');
});

test.each<[string, Partial<WatchedBackfill>, RegExp]>([
  ['paused', { progress: { ...progress, paused: true } }, /^paused {2}500 of/],
  ['asked to stop', { stopping: true }, /^stopping {2}/],
  ['ended', { state: 'failed' }, /^failed {2}/],
  ['without a worker', { progress: null }, /^waiting for a worker$/],
  ['ended without a worker', { progress: null, state: 'terminated' }, /^terminated$/],
  ['cut off', { connected: false }, /^Temporal does not answer; the backfill goes on without us/],
])('a backfill that is %s says so', (_, change, expected) => {
  expect(line(change)).toMatch(expected);
});
