import type { ScheduleDescription } from '@headrace/client';
import { toIntervalRunId, type RunIntervalResult } from '@headrace/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startE2eRig, type E2eRig } from '../support/e2e-rig.ts';
import { until } from '../support/until.ts';

const every = 2_000;

let rig: E2eRig;

beforeAll(async () => {
  rig = await startE2eRig();
});
afterAll(() => rig?.[Symbol.asyncDispose]());

test('every interval is run exactly once although Temporal is killed and away for some of them', async () => {
  const { schedules } = rig.client;
  const definition = { name: 'ticks', pipeline: 'hacker-news', when: { every }, input: { limit: 2 } };
  // A run that takes longer than an interval must not cost the next one.
  await schedules.create({ ...definition, overlap: 'buffer-all' });
  await untilPublished(3);

  const temporal = rig.sandbox.processes.get('temporal');
  await temporal.stop('SIGKILL');
  const killedAt = Date.now();
  await until(
    () => Date.now(),
    (now) => now > killedAt + 3 * every,
  );
  await temporal.start();
  const startedAt = Date.now();
  await until(readStarts, (starts) => (starts.at(-1) ?? 0) > startedAt + 2 * every);
  await schedules.pause('ticks');
  const { counts } = await untilQuiet(({ counts: { waiting } }) => waiting === 0);
  expect(counts).toMatchObject({ missed: 0, skipped: 0, dropped: 0 });

  const starts = await readStarts();
  const [first = 0] = starts;
  expect(starts).toEqual(starts.map((_, index) => first + index * every));
  expect(starts.filter((start) => start > killedAt && start < startedAt).length).toBeGreaterThanOrEqual(2);
  expect(await readExecutions()).toEqual(
    starts.map((start) => [toIntervalRunId({ ...ofTicks, start: toText(start) }), 'COMPLETED']),
  );
  expect(counts.taken).toBe(starts.length);

  await expectNothingToBackfill(first, starts);
});

const ofTicks = { pipeline: 'hacker-news', schedule: 'ticks' };

/** A finished interval is not run again, by a backfill of the schedule either. */
async function expectNothingToBackfill(first: number, starts: readonly number[]): Promise<void> {
  const range = { from: new Date(first), to: new Date(first + 3 * every) };
  const runs = await rig.client.schedules.backfill('ticks', range);
  expect(runs).toHaveLength(3);
  await untilQuiet(({ counts }) => counts.taken === starts.length + 3 && counts.waiting === 0);
  const outcomes = await Promise.all(
    runs.map(async ({ interval }) => {
      const starter = `schedule/ticks-${interval.start.replace('.000Z', 'Z')}`;
      return rig.temporal.workflow.getHandle(starter).result() as Promise<RunIntervalResult>;
    }),
  );
  expect(outcomes).toMatchObject(
    runs.map(({ runId, interval }) => ({ runId, interval, outcome: 'finished-already' })),
  );
  expect(await readStarts()).toEqual(starts);
}

async function untilPublished(versions: number): Promise<void> {
  await until(readStarts, (starts) => starts.length >= versions);
}

/** Waits until the schedule has nothing under way. */
function untilQuiet(holds: (schedule: ScheduleDescription) => boolean): Promise<ScheduleDescription> {
  return until(
    () => rig.client.schedules.describe('ticks'),
    (schedule) => holds(schedule) && schedule.recent.every(({ state }) => state === 'completed'),
  );
}

/** When each interval starts that a version was published of, a version each, ms. */
async function readStarts(): Promise<number[]> {
  const rows = await rig.sql<{ start: Date }>(
    `select interval_start as start from headrace.dataset_version
     where run like 'hacker-news/ticks/%' order by interval_start`,
  );
  return rows.map(({ start }) => new Date(start).getTime());
}

/** Every execution of the schedule's runs that Temporal knows, by the interval's start. */
async function readExecutions(): Promise<[string, string][]> {
  const query = `WorkflowId STARTS_WITH 'hacker-news/ticks/'`;
  const executions = await Array.fromAsync(rig.temporal.workflow.list({ query }));
  return executions
    .map(({ workflowId, status }): [string, string] => [workflowId, status.name])
    .toSorted(([one], [other]) => Date.parse(toStart(one)) - Date.parse(toStart(other)));
}

function toStart(runId: string): string {
  return runId.split('/').at(-1) ?? '';
}

function toText(start: number): string {
  return new Date(start).toISOString();
}
