import { auditWaits, type RunRecord } from '@headrace/chaos';
import type { DatasetUse, Dependency, Interval } from '@headrace/contracts';
import { expect, it } from 'vitest';

import { toExecution, toRun } from '../support/audit-records.ts';

const minute = 60_000;
const dataset = 'hacker_news_stories';
const day: Interval = { start: '2026-01-05T00:00:00.000Z', end: '2026-01-06T00:00:00.000Z' };
const nextDay: Interval = { start: '2026-01-06T00:00:00.000Z', end: '2026-01-07T00:00:00.000Z' };

interface Played {
  readonly otherwise?: Dependency['otherwise'];
  readonly status?: string;
  readonly failure?: string;
  readonly state?: RunRecord['state'];
  /** When the run ends, min from its start; it waits for three. */
  readonly ends?: number;
  /** The version's interval, `null` where there is none, and when its run ended, min. */
  readonly published?: Interval | null;
  readonly thereAt?: number;
  readonly reads?: number;
  readonly told?: number;
}

/** A run that waits for its day's version, is told of it after a minute, and reads it. */
function play(played: Played): string[] {
  const { otherwise = 'fail', status = 'COMPLETED', failure = null, state = 'completed', ends = 1 } = played;
  const { published = day, thereAt = 1, reads = 1, told = 1 } = played;
  const use: DatasetUse = {
    dataset,
    version: reads,
    pipeline: 'hacker-news',
    run: 'publisher',
    interval: published,
  };
  const wait = {
    ...toExecution({
      id: 'waiter',
      type: 'hackerNewsArchive',
      status,
      startedAt: 0,
      closedAt: ends * minute,
    }),
    after: [{ dataset, interval: 'same', within: 3 * minute, otherwise } as const],
    start: '2026-01-05T12:00:00.000Z',
    asked: new Set([`dataset/${dataset}`]),
    told: Array.from({ length: told }, () => use),
    failure,
  };
  const publisher = { id: 'publisher', type: 'hackerNews', status: 'COMPLETED', closedAt: thereAt * minute };
  const version = { version: 1, run: 'publisher', generation: 1, rows: 0, interval: published };
  const versions = published === null ? [] : [version];
  const tables = {
    runs: [toRun({ id: 'waiter', state, uses: reads === 0 ? [] : [use] })],
    datasets: new Map([[dataset, { name: dataset, rows: new Map(), versions }]]),
  };
  const executions = [wait, toExecution(publisher)];
  return auditWaits([wait], { tables, executions }).map(({ sentence }) => sentence);
}

const skipped = { otherwise: 'skip', state: 'skipped', ends: 3, reads: 0, told: 0 } as const;
const failed = {
  status: 'FAILED',
  failure: 'DependencyMissed',
  state: 'failed',
  ends: 3,
  reads: 0,
  told: 0,
} as const;
const usedLatest = { otherwise: 'use-latest', published: nextDay, ends: 3, told: 0 } as const;

it.each<{ what: string; played: Played }>([
  { what: 'that read what it was told of', played: {} },
  { what: 'that found it at the end, told too late', played: { ends: 3, thereAt: 2.9, told: 0 } },
  { what: 'that was skipped', played: { ...skipped, thereAt: 3.1 } },
  { what: 'that failed', played: { ...failed, published: nextDay } },
  {
    what: 'that failed for there was no version at all',
    played: { ...failed, otherwise: 'use-latest', published: null },
  },
  { what: 'that made do with the newest', played: usedLatest },
  { what: 'that was cancelled', played: { status: 'CANCELLED', state: 'cancelled', reads: 0, told: 0 } },
])('finds nothing in a run $what', ({ played }) => {
  expect(play(played)).toEqual([]);
});

it.each<{ what: string; played: Played; problem: string }>([
  {
    what: 'that was told twice',
    played: { told: 2 },
    problem: `it was told 2 times of ${dataset}; once is expected`,
  },
  {
    what: 'that was not told',
    played: { told: 0, ends: 3 },
    problem: `it was not told of version 1 of ${dataset}, and found it at the end of its time`,
  },
  {
    what: 'that did not wait',
    played: { reads: 0, told: 0 },
    problem: `it reads no version of ${dataset} that there is; it was to wait for one`,
  },
  {
    what: 'that reads a version that is not there',
    played: { reads: 7 },
    problem: `it reads no version of ${dataset} that there is; it was to wait for one`,
  },
  {
    what: 'that reads another day',
    played: { published: nextDay },
    problem: `it reads version 1 of ${dataset}, which is not of its interval`,
  },
  {
    what: 'that was skipped over a version that was there',
    played: { ...skipped, thereAt: 2 },
    problem: `it did without ${dataset}; version 1 was there in time`,
  },
  {
    what: 'that failed where any version would have done',
    played: { ...failed, otherwise: 'use-latest', published: nextDay },
    problem: `it did without ${dataset}; version 1 was there in time`,
  },
  {
    what: 'that was skipped in place of failing',
    played: { ...skipped, otherwise: 'fail', published: null },
    problem: `it was to fail without ${dataset}; skip is what it did`,
  },
  {
    what: 'that failed in place of being skipped',
    played: { ...failed, otherwise: 'skip', published: null },
    problem: `it was to skip without ${dataset}; fail is what it did`,
  },
  {
    what: 'that was given up before its time was over',
    played: { ...failed, published: null, ends: 2 },
    problem: `it gave ${dataset} up 60000 ms before its time was over`,
  },
  {
    what: 'that made do with the newest too early',
    played: { ...usedLatest, ends: 2 },
    problem: `it gave ${dataset} up 60000 ms before its time was over`,
  },
])('finds a run $what', ({ played, problem }) => {
  expect(play(played)).toEqual([`run waiter: ${problem}`]);
});
