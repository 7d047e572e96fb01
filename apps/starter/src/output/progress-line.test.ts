import type { WatchedStatus } from '@headrace/client';
import type { RunProgress } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { toProgressLine } from './progress-line.ts';
import { createRateMeter } from './rate-meter.ts';

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
  startedAt: '2026-11-21T07:30:00.000Z',
};

const status: WatchedStatus = {
  runId: 'hn',
  pipeline: 'hacker-news',
  state: 'running',
  startedAt: progress.startedAt,
  endedAt: null,
  progress,
  summary: null,
  pending: [],
  connected: true,
};

test('the line tells the phase, the items done, their rate, the batches and what was quarantined', () => {
  expect(toProgressLine(status, 345.6)).toBe(
    'land  1,013 of 2,000 (50%)  batch 2 of 4  3 quarantined  346 items/s',
  );
});

test('while the source is still being listed there is no share of the whole', () => {
  const listing = { ...status, progress: { ...progress, listedAll: false, quarantined: 0 } };
  expect(toProgressLine(listing, undefined)).toBe('land  1,010 of 2,000 so far  batch 2 of 4');
  const planning = { ...progress, phase: 'plan', listedAll: false, listed: 0 } as const;
  expect(toProgressLine({ ...status, progress: planning }, undefined)).toBe('plan');
});

test('what goes wrong is said: no worker, no Temporal, an activity that is tried again', () => {
  expect(toProgressLine({ ...status, progress: null }, undefined)).toBe('waiting for a worker');
  expect(toProgressLine({ ...status, connected: false }, 1)).toMatch(/^Temporal does not answer/);
  const lastFailure = { type: 'StoreUnavailable', message: 'connection\nrefused' };
  const pending = [{ activity: 'land', attempt: 3, lastFailure, nextAttemptAt: null, batch: null }];
  expect(toProgressLine({ ...status, pending }, undefined)).toContain(
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
