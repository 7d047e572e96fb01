import { auditBackfills, type RunRecord } from '@headrace/chaos';
import { toBackfillId, type BackfillRequest, type BackfillSummary } from '@headrace/contracts';
import { expect, it } from 'vitest';

import { toExecution, toRun } from '../support/audit-records.ts';

const backfill = toBackfillId('past');
const request: BackfillRequest = {
  name: 'past',
  pipeline: 'hacker-news',
  schedule: 'past',
  when: { every: 60 * 60_000 },
  from: '2026-01-05T06:00:00.000Z',
  to: '2026-01-05T09:00:00.000Z',
  intervals: 3,
  parallel: 2,
  request: {},
};
const ids = [6, 7, 8].map((time) => `hacker-news/past/2026-01-05T0${time}:00Z`);
const well = { intervals: 3, finished: 1, completed: 2, failed: 0, elsewhere: 0 };

interface Played {
  readonly status?: string;
  readonly counts?: Partial<typeof well>;
  /** Of the runs that the backfill started; of the last two intervals. */
  readonly started?: readonly string[];
  readonly stored?: readonly RunRecord['state'][];
}

/** A backfill that found the first of its intervals done. */
function play({ status = 'COMPLETED', counts, started, stored }: Played): string[] {
  const summary: BackfillSummary = { ...well, ...counts, failures: [], durationMs: 1_000 };
  const parent = { id: backfill, execution: 'first' };
  const children = (started ?? ['COMPLETED', 'COMPLETED']).map((of, index) =>
    toExecution({ id: ids[index + 1]!, execution: `run ${index}`, type: 'hackerNews', status: of, parent }),
  );
  const own = { id: backfill, execution: 'first', type: 'backfill', status, memo: { request, summary } };
  const runs = (stored ?? ['completed', 'completed', 'completed']).map((state, index) =>
    toRun({ id: ids[index]!, state }),
  );
  return auditBackfills([toExecution(own), ...children], runs).map(({ sentence }) => sentence);
}

it.each<{ what: string; played: Played }>([
  { what: 'that went well', played: {} },
  {
    what: 'with an interval that another start ran',
    played: { counts: { completed: 1, elsewhere: 1 }, started: ['COMPLETED'] },
  },
  {
    what: 'that was cancelled with a run in flight',
    played: {
      status: 'CANCELLED',
      counts: { completed: 1 },
      started: ['COMPLETED', 'CANCELLED'],
      stored: ['completed', 'completed', 'cancelled'],
    },
  },
  {
    what: 'with an interval that failed',
    played: {
      status: 'FAILED',
      counts: { completed: 1, failed: 1 },
      started: ['COMPLETED', 'FAILED'],
      stored: ['completed', 'completed', 'failed'],
    },
  },
])('finds nothing in a backfill $what', ({ played }) => {
  expect(play(played)).toEqual([]);
});

it.each<{ what: string; played: Played; problem: string }>([
  {
    what: 'that leaves an interval out',
    played: { counts: { finished: 0 } },
    problem: 'it is COMPLETED and counts 2 intervals; there are 3',
  },
  {
    what: 'that counts an interval twice',
    played: { status: 'CANCELLED', counts: { elsewhere: 1 } },
    problem: 'it is CANCELLED and counts 4 intervals; there are 3',
  },
  {
    what: 'that completes with a failed interval',
    played: { counts: { completed: 1, failed: 1 }, started: ['COMPLETED', 'FAILED'] },
    problem: 'it is COMPLETED, and counts 1 failed',
  },
  {
    what: 'that fails for nothing',
    played: { status: 'FAILED' },
    problem: 'it is FAILED, and counts none failed',
  },
  {
    what: 'that counts as done what the store has not',
    played: { stored: ['completed', 'completed', 'failed'] },
    problem: 'it counts 3 intervals done; the store has 2',
  },
  {
    what: 'that counts as its own what another start ran',
    played: { started: ['COMPLETED'] },
    problem: 'it counts 2 completed; of the runs that it started, 1 are',
  },
  {
    what: 'that counts a failed interval as run elsewhere',
    played: { counts: { completed: 1, elsewhere: 1 }, started: ['COMPLETED', 'FAILED'] },
    problem: 'it counts 0 failed; of the runs that it started, 1 are',
  },
])('finds a backfill $what', ({ played, problem }) => {
  expect(play(played)).toEqual([`run ${backfill}: ${problem}`]);
});

it('finds a backfill that ended and tells no counts', () => {
  const own = { id: backfill, execution: 'first', type: 'backfill', status: 'COMPLETED', memo: { request } };
  expect(auditBackfills([toExecution(own)], [])).toMatchObject([
    { rule: 'counts', sentence: `run ${backfill}: it is COMPLETED, and its memo tells no counts` },
  ]);
});
