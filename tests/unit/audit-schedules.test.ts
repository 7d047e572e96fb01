import { auditSchedules, auditSubscriptions, type ExecutionRecord } from '@headrace/chaos';
import type { Interval } from '@headrace/contracts';
import { describe, expect, it } from 'vitest';

import { toExecution, toRun } from '../support/audit-records.ts';

const dataset = 'hacker_news_stories';
const noon = Date.parse('2026-01-05T12:00:00.000Z');
const minute = 60_000;

function toInterval(start: number): Interval {
  return {
    start: new Date(noon + start * minute).toISOString(),
    end: new Date(noon + (start + 1) * minute).toISOString(),
  };
}

function sentencesOf(findings: readonly { readonly sentence: string }[]): string[] {
  return findings.map(({ sentence }) => sentence);
}

describe('of a schedule of every minute', () => {
  interface Ticked {
    readonly due?: readonly number[];
    readonly run?: readonly number[];
    readonly state?: 'completed' | 'cancelled';
  }

  function tick({ due = [0, 1, 2], run = [0, 1, 2], state = 'completed' }: Ticked): string[] {
    const executions = due.map((time) =>
      toExecution({
        id: `due ${time}`,
        type: 'runInterval',
        status: 'COMPLETED',
        due: { schedule: 'ticks', at: noon + time * minute },
      }),
    );
    const runs = run.map((time) =>
      toRun({ id: `run ${time}`, state, schedule: 'ticks', interval: toInterval(time) }),
    );
    return sentencesOf(auditSchedules(executions, runs));
  }

  it('finds nothing where each time has its run', () => {
    expect(tick({})).toEqual([]);
  });

  it('finds a time that was acted on without a run', () => {
    expect(tick({ run: [0, 1] })).toEqual([
      'run due 2: it is COMPLETED, and the interval of 2026-01-05T12:02:00.000Z is not run',
    ]);
  });

  it('finds a time whose run did not complete', () => {
    expect(tick({ due: [0], run: [0], state: 'cancelled' })).toEqual([
      'run due 0: it is COMPLETED, and the interval of 2026-01-05T12:00:00.000Z is cancelled',
    ]);
  });

  it('finds a time that was left out', () => {
    expect(tick({ due: [0, 2], run: [0, 2] })).toEqual([
      'run run 2: no run is of the time from 2026-01-05T12:01:00.000Z to its interval',
    ]);
  });
});

function idOf(version: number): string {
  return `hacker-news-archive/follows/v${version}`;
}

function toProblem(version: number, found: number, wanted: number): string {
  return `run ${idOf(version)}: version ${version} of ${dataset} has started it ${found} times; ${wanted} is expected`;
}

describe('of a schedule that follows a dataset', () => {
  interface Followed {
    /** Versions whose run was started, as often as they are named. */
    readonly started?: readonly number[];
    readonly isGone?: boolean;
    readonly interval?: Interval | null;
  }

  /** It was made after version 1 of 3. */
  function follow({ started = [2, 3], isGone = false, interval = null }: Followed): string[] {
    const executions = started.map((version, index): ExecutionRecord =>
      toExecution({
        id: idOf(version),
        execution: `${index}`,
        type: 'hackerNewsArchive',
        status: 'COMPLETED',
      }),
    );
    const versions = [1, 2, 3].map((version) => ({
      version,
      run: 'publisher',
      generation: 1,
      rows: 0,
      interval,
    }));
    const tables = {
      runs: started.map((version) => toRun({ id: idOf(version), state: 'completed' })),
      datasets: new Map([[dataset, { name: dataset, rows: new Map(), versions }]]),
    };
    const subscription = { name: 'follows', pipeline: 'hacker-news-archive', dataset, since: 1, isGone };
    return sentencesOf(auditSubscriptions([subscription], { tables, executions }));
  }

  it('finds nothing where each version since then has its run', () => {
    expect(follow({})).toEqual([]);
  });

  it('finds nothing where it was taken away before the last version', () => {
    expect(follow({ isGone: true, started: [2] })).toEqual([]);
  });

  it('finds a version that was not answered', () => {
    expect(follow({ started: [2] })).toEqual([toProblem(3, 0, 1)]);
    expect(follow({ started: [3], isGone: true })).toEqual([toProblem(2, 0, 1)]);
  });

  it('finds a version that was answered twice', () => {
    expect(follow({ started: [2, 3, 3] })).toEqual([toProblem(3, 2, 1)]);
  });

  it('finds a version that was answered before it was followed', () => {
    expect(follow({ started: [1, 2, 3] })).toEqual([toProblem(1, 1, 0)]);
  });

  it('finds a run on another interval than its version’s', () => {
    const { start } = toInterval(0);
    expect(follow({ interval: toInterval(0) })).toEqual(
      [2, 3].map(
        (version) =>
          `run ${idOf(version)}: it works on no interval; version ${version} of ${dataset} is of ${start}`,
      ),
    );
  });
});
