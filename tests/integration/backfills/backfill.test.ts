import {
  createHeadraceClient,
  type BackfillOptions,
  type BackfillStatus,
  type HeadraceClient,
} from '@headrace/client';
import {
  hackerNews,
  limits,
  terminalErrors,
  toBackfillId,
  toIntervalRunId,
  type LandRequest,
  type PlanRequest,
} from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { ApplicationFailure, Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createMemoryActivities, type MemoryActivities } from '../../support/memory-activities.ts';
import { withWorkers } from '../../support/test-workers.ts';
import { until } from '../../support/until.ts';

/** Events after which the server suggests to continue as new. */
const suggestAfter = 60;
const march = { from: '2026-03-01', to: '2026-03-09', every: 'day' } as const;

let server: TemporalServer;
let connection: Connection;
let client: Client;
let headrace: HeadraceClient;

beforeAll(async () => {
  server = await startTemporalServer({
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': suggestAfter },
  });
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
  headrace = createHeadraceClient({ client, callTimeout: 5_000, queryTimeout: 2_000 });
});
afterAll(async () => {
  await connection?.close();
  await server?.stop();
});

test('every interval is run once, the oldest first, and a second time there is nothing to do', async () => {
  const activities = createMemoryActivities({ keys: 1 });
  await withWorkers(server.address, activities, async () => {
    await create('march', { schedule: 'march', parallel: 1 });
    const summary = await headrace.backfills.result('march');
    const counts = { intervals: 8, completed: 8, finished: 0, failed: 0, elsewhere: 0 };
    expect(summary).toMatchObject({ ...counts, failures: [] });
    const runs = planned(activities);
    expect(runs.map(({ interval }) => interval?.start)).toEqual(days(1, 8));
    expect(runs[0]).toMatchObject({
      runId: 'hacker-news/march/2026-03-01',
      schedule: 'march',
      interval: { start: '2026-03-01T00:00:00.000Z', end: '2026-03-02T00:00:00.000Z' },
    });
    const [first] = await Array.fromAsync(
      headrace.backfills.preview(hackerNews, { ...march, schedule: 'march' }),
    );
    expect(first?.intervals.every(({ finished, runs: would }) => finished && !would)).toBe(true);

    await headrace.backfills.retry('march');
    expect(await headrace.backfills.result('march')).toMatchObject({ completed: 0, finished: 8 });
    expect(planned(activities)).toHaveLength(8);
  });
});

test('told to, it runs finished intervals again, and the newest first', async () => {
  const activities = createMemoryActivities({ keys: 1 });
  const few = { ...march, to: '2026-03-04', schedule: 'again', parallel: 1 };
  await withWorkers(server.address, activities, async () => {
    await create('again', few);
    await headrace.backfills.result('again');
    await create('again', { ...few, again: true, newestFirst: true });
    expect(await headrace.backfills.result('again')).toMatchObject({ completed: 3, finished: 0 });
  });
  const starts = planned(activities).map(({ interval }) => interval?.start);
  expect(starts).toEqual([...days(1, 3), ...days(1, 3).toReversed()]);
});

test('so many runs are in flight, and no more while it is paused', async () => {
  const { activities, open } = gated();
  await withWorkers(server.address, activities, async () => {
    await create('window', { schedule: 'window', parallel: 3 });
    await until(
      () => activities.peak(),
      (peak) => peak === 3,
    );
    expect(await headrace.backfills.pause('window')).toMatchObject({
      paused: true,
      running: 3,
      completed: 0,
    });
    open();
    const paused = await status('window', ({ progress }) => progress?.running === 0);
    expect(paused.progress).toMatchObject({ paused: true, completed: 3, intervals: 8 });
    expect(planned(activities)).toHaveLength(3);
    expect(await headrace.backfills.resume('window')).toMatchObject({ paused: false });
    expect(await headrace.backfills.result('window')).toMatchObject({ completed: 8 });
  });
  expect(activities.peak()).toBe(3);
});

test('it continues as new where its history grows long, paused as it was, and every interval is run once', async () => {
  const activities = createMemoryActivities({ keys: 1 });
  const options = { schedule: 'long', to: '2026-04-10', parallel: 5 };
  await withWorkers(server.address, activities, async () => {
    await create('long', options);
    await status('long', ({ progress }) => (progress?.completed ?? 0) > 15);
    await headrace.backfills.pause('long');
    await status('long', ({ progress }) => progress?.running === 0);
    const paused = await headrace.backfills.status('long');
    expect(paused.progress?.paused).toBe(true);
    await headrace.backfills.resume('long');
    expect(await headrace.backfills.result('long')).toMatchObject({ intervals: 40, completed: 40 });
    const ended = await headrace.backfills.status('long');
    expect(ended).toMatchObject({ state: 'completed', startedAt: paused.startedAt });
  });
  const executions = await Array.fromAsync(
    client.workflow.list({ query: `WorkflowId = '${toBackfillId('long')}'` }),
  );
  expect(executions.length).toBeGreaterThan(2);
  for (const { historyLength } of executions) expect(historyLength).toBeLessThan(2 * suggestAfter);
  expect(new Set(planned(activities).map(({ runId }) => runId)).size).toBe(40);
  expect(planned(activities)).toHaveLength(40);
});

test('failed intervals do not stop the others, are named at the end, and are all that a retry runs', async () => {
  let broken = true;
  const activities = createMemoryActivities({
    keys: 1,
    onLand({ runId }: LandRequest) {
      if (!broken || !/-0[37]$/.test(runId)) return;
      throw ApplicationFailure.nonRetryable('the forum is closed', terminalErrors.sourceRefused);
    },
  });
  await withWorkers(server.address, activities, async () => {
    await create('broken', { schedule: 'broken' });
    await expect(headrace.backfills.result('broken')).rejects.toMatchObject({
      failure: {
        type: terminalErrors.intervalsFailed,
        message: expect.stringMatching(
          /^backfill broken: 2 of 8 intervals failed: .*2026-03-03 \(SourceRefused: the forum is closed\)/,
        ),
      },
    });
    const failed = await headrace.backfills.status('broken');
    expect(failed).toMatchObject({ state: 'failed', summary: { completed: 6, failed: 2 } });
    expect(failed.progress?.failures.map(({ runId }) => runId).toSorted()).toEqual([
      'hacker-news/broken/2026-03-03',
      'hacker-news/broken/2026-03-07',
    ]);
    broken = false;
    await headrace.backfills.retry('broken');
    expect(await headrace.backfills.result('broken')).toMatchObject({
      finished: 6,
      completed: 2,
      failed: 0,
    });
  });
});

test('a run that another start has is neither waited for nor run twice', async () => {
  const { activities, open } = gated();
  const runId = toIntervalRunId({ pipeline: 'hacker-news', schedule: 'shared', start: '2026-03-01' });
  await withWorkers(server.address, activities, async () => {
    await headrace.start(hackerNews, { id: runId });
    await until(
      () => activities.peak(),
      (peak) => peak === 1,
    );
    await create('shared', { schedule: 'shared', to: '2026-03-03', parallel: 1 });
    await status('shared', ({ progress }) => progress?.elsewhere === 1 && progress.running === 1);
    open();
    expect(await headrace.backfills.result('shared')).toMatchObject({ completed: 1, elsewhere: 1 });
    await headrace.result(runId);
    await headrace.backfills.retry('shared');
    expect(await headrace.backfills.result('shared')).toMatchObject({ finished: 2, elsewhere: 0 });
  });
  expect(planned(activities)).toHaveLength(2);
});

test('cancelled, it starts nothing more, its runs drain, and a retry does the rest', async () => {
  const { activities, open } = gated();
  await withWorkers(server.address, activities, async () => {
    await create('cancelled', { schedule: 'cancelled', parallel: 2 });
    await until(
      () => activities.peak(),
      (peak) => peak === 2,
    );
    expect(await headrace.backfills.cancel('cancelled')).toMatchObject({ requested: true });
    await expect(headrace.backfills.pause('cancelled')).rejects.toMatchObject({ type: 'BackfillNotRunning' });
    for (const { runId } of planned(activities)) {
      await until(
        () => headrace.status(runId),
        ({ stopping }) => stopping,
      );
    }
    open();
    await expect(headrace.backfills.result('cancelled')).rejects.toMatchObject({ type: 'RunCancelled' });
    const { state, summary } = await headrace.backfills.status('cancelled');
    expect({ state, summary }).toMatchObject({ state: 'cancelled', summary: { completed: 0, failed: 0 } });
    for (const { runId } of planned(activities)) {
      expect((await headrace.status(runId)).state).toBe('cancelled');
    }
    expect(planned(activities)).toHaveLength(2);
    await headrace.backfills.retry('cancelled');
    expect(await headrace.backfills.result('cancelled')).toMatchObject({ completed: 8 });
  });
});

test('the same backfill is started once, another one of its name is refused', async () => {
  const asked = { schedule: 'named', to: '2026-03-03' };
  const first = await create('named', asked);
  expect(first).toMatchObject({ outcome: 'started', request: { intervals: 2, parallel: 4 } });
  expect(await create('named', asked)).toMatchObject({ outcome: 'running-already' });
  await expect(create('named', { ...asked, parallel: 5 })).rejects.toMatchObject({ type: 'BackfillRunning' });
  await expect(headrace.backfills.retry('named')).rejects.toMatchObject({ type: 'BackfillRunning' });
  const listed = await until(
    () => headrace.backfills.list({ pipeline: 'hacker-news', state: 'running' }),
    (backfills) => backfills.length > 0,
  );
  expect(listed).toMatchObject([{ name: 'named', state: 'running', summary: null }]);
  expect(await headrace.backfills.status('named')).toMatchObject({ state: 'running', progress: null });
  await client.workflow.getHandle(toBackfillId('named')).terminate();
});

test.each<[Partial<BackfillOptions<typeof hackerNews>>, string]>([
  [{ from: '2026-02-30' }, 'from: "2026-02-30" is not a date such as 2026-01-31'],
  [{ to: '2026-03-01' }, 'to: 2026-03-01 is not after from, 2026-03-01'],
  [{ to: '2099-01-01' }, 'has not begun; end before it'],
  [{ every: 'month', from: '2026-03-02', to: '2026-03-03' }, 'no interval starts from 2026-03-02'],
  [{ every: 1_000, from: '2026-03-01', to: '2026-03-03' }, 'more than 100,000 intervals start'],
  [{ zone: 'Mars/Base' }, 'zone: "Mars/Base" is not a time zone'],
  [{ parallel: 0 }, `parallel: 0 is not an integer from 1 to ${limits.backfillParallel}`],
  [{ name: 'March 2026' }, 'name: "March 2026" is not lower-case letters, digits and dashes'],
  [{ input: { limit: 0 } }, 'limit: 0 is not an integer from 1 to 500'],
])('%j is refused, and nothing is started', async (options, message) => {
  await expect(create('refused', options)).rejects.toMatchObject({
    type: 'InvalidInput',
    message: expect.stringContaining(message),
  });
  await expect(headrace.backfills.status('refused')).rejects.toMatchObject({ type: 'BackfillNotFound' });
});

function create(name: string, options: Partial<BackfillOptions<typeof hackerNews>>) {
  const overrides = { activity: { totalTimeout: 60_000, maximumAttempts: 1 } };
  return headrace.backfills.create(hackerNews, { ...march, name, overrides, ...options });
}

function status(name: string, holds: (status: BackfillStatus) => boolean): Promise<BackfillStatus> {
  return until(() => headrace.backfills.status(name), holds);
}

/** Runs land nothing until they are let go. */
function gated(): { activities: MemoryActivities; open: () => void } {
  const gate = Promise.withResolvers<void>();
  return { activities: createMemoryActivities({ keys: 1, onLand: () => gate.promise }), open: gate.resolve };
}

function planned({ calls }: MemoryActivities): readonly PlanRequest[] {
  return calls.filter(({ name }) => name === 'plan').map(({ request }) => request as PlanRequest);
}

/** Starts of days of March. */
function days(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) =>
    new Date(Date.UTC(2026, 2, first + index)).toISOString(),
  );
}
