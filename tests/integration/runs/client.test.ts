import { createHeadraceClient, isEnded, type HeadraceClient, type WatchedStatus } from '@headrace/client';
import {
  hackerNews,
  terminalErrors,
  taskQueues,
  type AnyPipelineContract,
  type PlanRequest,
  type RunSummary,
} from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { ApplicationFailure, Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  createMemoryActivities,
  type MemoryActivities,
  type MemoryOptions,
} from '../../support/memory-activities.ts';
import { withWorkers } from '../../support/test-workers.ts';

const tides: AnyPipelineContract = { ...hackerNews, name: 'tides', workflow: 'tides', title: 'Tides' };
const pipelines = [hackerNews, tides];

let server: TemporalServer;
let connection: Connection;
let headrace: HeadraceClient;
/** Gives workers up soon, for where there are none. */
let impatient: HeadraceClient;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  server = await startTemporalServer();
  connection = await Connection.connect({ address: server.address });
  const client = new Client({ connection });
  headrace = createHeadraceClient({ client, pipelines, queryTimeout: 10_000 });
  impatient = createHeadraceClient({ client, pipelines, queryTimeout: 500, pageTimeout: 1_500 });
});

afterAll(async () => {
  await connection?.close();
  await server?.stop();
});

function withActivities<Result>(
  options: MemoryOptions,
  story: (activities: MemoryActivities) => Promise<Result>,
): Promise<Result> {
  const activities = createMemoryActivities(options);
  return withWorkers(server.address, activities, () => story(activities));
}

describe('without a worker', () => {
  test('two callers at once with one id get the one run, and one of them started it', async () => {
    const starts = await Promise.all(
      Array.from({ length: 8 }, () => headrace.start(hackerNews, { id: 'at-once', input: { limit: 3 } })),
    );
    expect(starts.filter(({ started }) => started)).toHaveLength(1);
    expect(new Set(starts.map(({ runId }) => runId))).toEqual(new Set(['at-once']));
    expect(starts.filter(({ outcome }) => outcome === 'running-already')).toHaveLength(7);
  });

  test('a run without an id gets one that begins with its pipeline', async () => {
    const { runId, outcome } = await headrace.start(hackerNews);
    expect(runId).toMatch(/^hacker-news-\d{8}-\d{6}-[0-9a-f]{6}$/);
    expect(outcome).toBe('started');
  });

  test('every wrong field is named, and nothing starts', async () => {
    const input = { feed: 'nope', limit: 0 } as never;
    const start = headrace.start(hackerNews, {
      id: 'never',
      input,
      overrides: { batch: { size: 0 }, quarantineLimit: 2 },
    });
    await expect(start).rejects.toMatchObject({
      type: terminalErrors.invalidInput,
      problems: [{ field: 'feed' }, { field: 'limit' }, { field: 'size' }, { field: 'quarantineLimit' }],
    });
    await expect(headrace.status('never')).rejects.toMatchObject({ type: terminalErrors.runNotFound });
  });

  test("another pipeline's run id is refused, running or not", async () => {
    await headrace.start(tides, { id: 'tidal' });
    const refused = { type: 'RunIdTaken', owner: 'tides' };
    await expect(headrace.start(hackerNews, { id: 'tidal' })).rejects.toMatchObject(refused);
    await new Client({ connection }).workflow.getHandle('tidal').terminate();
    await expect(headrace.start(hackerNews, { id: 'tidal' })).rejects.toMatchObject(refused);
  });

  test('another request under the id of a run is refused field by field, and nothing starts', async () => {
    await headrace.start(hackerNews, { id: 'asked', input: { limit: 3 } });
    const other = headrace.start(hackerNews, { id: 'asked', input: { feed: 'ask', limit: 20 } });
    await expect(other).rejects.toMatchObject({
      type: 'RequestDiffers',
      kind: 'conflict',
      differences: ['feed was "top", and is "ask" here', 'limit was 3, and is 20 here'],
    });
    const same = {
      id: 'asked',
      input: { limit: 3, feed: 'top' },
      overrides: { batch: { size: 7 } },
    } as const;
    expect(await headrace.start(hackerNews, same)).toMatchObject({ outcome: 'running-already' });
    const handle = new Client({ connection }).workflow.getHandle('asked');
    await handle.terminate();
    await expect(headrace.start(hackerNews, { id: 'asked', input: { limit: 4 } })).rejects.toThrow(
      'limit was 3',
    );
    expect((await handle.describe()).status.name).toBe('TERMINATED');
    const again = { id: 'asked', input: { limit: 4 }, again: true } as const;
    expect(await headrace.start(hackerNews, again)).toMatchObject({ outcome: 'starts-over' });
  });

  test('a run that another client started, without a request in its memo, is joined', async () => {
    const args = [{ input: { limit: 3 } }];
    await new Client({ connection }).workflow.start(hackerNews.workflow, {
      workflowId: 'foreign',
      taskQueue: taskQueues.workflows,
      args,
    });
    expect(await headrace.start(hackerNews, { id: 'foreign' })).toMatchObject({ outcome: 'running-already' });
  });

  test('a running run does not start over', async () => {
    await headrace.start(hackerNews, { id: 'busy' });
    await expect(headrace.start(hackerNews, { id: 'busy', again: true })).rejects.toMatchObject({
      type: 'RunStillRunning',
      runId: 'busy',
    });
  });

  test('a status answers within seconds, without progress', async () => {
    await headrace.start(hackerNews, { id: 'waiting' });
    const asked = Date.now();
    expect(await impatient.status('waiting')).toMatchObject({
      state: 'running',
      progress: null,
      pipeline: 'hacker-news',
    });
    // Without a bound of its own, the query takes that of a call.
    expect(Date.now() - asked).toBeLessThan(10_000);
  });

  test('rows are given up after their bound, with what to look at', async () => {
    const pages = impatient.pages(hackerNews, { runId: 'waiting', limit: 5 });
    await expect(pages[Symbol.asyncIterator]().next()).rejects.toMatchObject({ type: 'NoAnswer' });
  });

  test('runs are listed by pipeline and state, each id once', async () => {
    await headrace.start(tides, { id: 'ebb' });
    await new Client({ connection }).workflow.getHandle('ebb').terminate();
    await headrace.start(tides, { id: 'ebb' });
    await expect
      .poll(async () => (await headrace.list({ pipeline: 'tides', state: 'running' })).length)
      .toBe(1);
    await expect
      .poll(async () =>
        (await headrace.list({ pipeline: 'tides' })).map(({ runId, state }) => [runId, state]),
      )
      .toEqual([
        ['ebb', 'running'],
        ['tidal', 'terminated'],
      ]);
    await new Client({ connection }).workflow.getHandle('ebb').terminate();
  });

  test('a run of no pipeline is not found', async () => {
    await new Client({ connection }).workflow.start('other', { workflowId: 'other', taskQueue: 'other' });
    await expect(headrace.status('other')).rejects.toMatchObject({ type: terminalErrors.runNotFound });
    await expect(headrace.cancel('nowhere')).rejects.toMatchObject({ type: terminalErrors.runNotFound });
  });
});

describe('with workers', () => {
  test('a result is typed, and the same id gives it again without a second run', async () => {
    await withActivities({ keys: 10 }, async (activities) => {
      const run = await headrace.start(hackerNews, { id: 'twice', input: { limit: 10 } });
      const { summary } = await run.result();
      expect(summary).toMatchObject({ landed: 10, runId: 'twice' } satisfies Partial<RunSummary>);
      const second = await headrace.start(hackerNews, { id: 'twice', input: { limit: 10 } });
      expect(second).toMatchObject({ outcome: 'done-already', started: false });
      expect((await second.result()).summary).toEqual(summary);
      const plans = (): unknown[] =>
        activities.calls
          .flatMap(({ name, request }) => (name === 'plan' ? [request as PlanRequest] : []))
          .filter((request) => request.runId === 'twice');
      expect(plans()).toHaveLength(1);
      const over = await headrace.start(hackerNews, { id: 'twice', again: true });
      expect(over.outcome).toBe('starts-over');
      await over.result();
      expect(plans()).toMatchObject([{ again: false }, { again: true }]);
    });
  });

  test('a failed run says why, down to the first cause, and goes on under its id', async () => {
    let broken = true;
    const onLand = (): void => {
      if (!broken) return;
      const cause = ApplicationFailure.create({ type: 'Drought', message: 'no water' });
      throw ApplicationFailure.create({
        type: 'Jam',
        message: 'the gate is shut',
        nonRetryable: true,
        cause,
      });
    };
    await withActivities({ keys: 4, onLand }, async () => {
      const run = await headrace.start(hackerNews, { id: 'mended' });
      await expect(run.result()).rejects.toMatchObject({
        type: 'RunFailed',
        state: 'failed',
        failure: { type: 'Jam', message: 'the gate is shut' },
        innermost: { type: 'Drought', message: 'no water' },
        summary: { listed: 4, landed: 0 },
      });
      broken = false;
      const second = await headrace.start(hackerNews, { id: 'mended' });
      expect(second).toMatchObject({ outcome: 'goes-on', started: true });
      expect((await second.result()).summary.landed).toBe(4);
    });
  });

  test('a cancelled run says what it kept', async () => {
    const gate = Promise.withResolvers<void>();
    await withActivities({ keys: 4, onLand: () => gate.promise }, async (activities) => {
      const run = await headrace.start(hackerNews, { id: 'stopped' });
      await expect.poll(() => activities.calls.some(({ name }) => name === 'land')).toBe(true);
      expect(await headrace.cancel('stopped')).toEqual({
        runId: 'stopped',
        state: 'running',
        requested: true,
      });
      gate.resolve();
      await expect(run.result()).rejects.toMatchObject({ type: 'RunCancelled', summary: { listed: 4 } });
      expect(await headrace.cancel('stopped')).toMatchObject({ state: 'cancelled', requested: false });
      expect(await headrace.status('stopped')).toMatchObject({
        state: 'cancelled',
        progress: { phase: 'ended' },
      });
    });
  });

  test('rows come a page at a time, typed', async () => {
    const rows = Array.from({ length: 3 }, (_, id) => ({ id, title: `story ${id}` }));
    await withActivities({ keys: 3, rows }, async () => {
      const titles: string[] = [];
      for await (const story of headrace.rows(hackerNews, { runId: 'twice', limit: 2 }))
        titles.push(story.title);
      expect(titles).toEqual(['story 0', 'story 1']);
    });
  });

  test('watching ends soon after the run does', async () => {
    await withActivities({ keys: 4 }, async () => {
      await headrace.start(hackerNews, { id: 'watched' });
      const seen: WatchedStatus[] = [];
      const begun = Date.now();
      for await (const status of headrace.watch('watched', { interval: 60_000 })) seen.push(status);
      expect(Date.now() - begun).toBeLessThan(30_000);
      expect(seen.at(-1)).toMatchObject({ state: 'completed', connected: true, progress: { landed: 4 } });
      expect(seen.slice(0, -1).some(({ state }) => isEnded(state))).toBe(false);
    });
  });
});
