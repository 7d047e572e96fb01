import { fileURLToPath } from 'node:url';

import {
  createHeadraceClient,
  type HeadraceClient,
  type RunStatus,
  type WatchedStatus,
} from '@headrace/client';
import {
  hackerNews,
  retryableErrors,
  taskQueues,
  toShardId,
  type BatchProgress,
  type LandRequest,
  type RunProgress,
} from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createMemoryActivities, type MemoryActivities } from '../support/memory-activities.ts';
import { runHeadrace, type CommandEnd } from '../support/run-headrace.ts';
import { withWorkers } from '../support/test-workers.ts';
import { until } from '../support/until.ts';

const overrides = {
  batch: { size: 10, chunk: 5, parallel: 4 },
  activity: { heartbeatTimeout: 2_000, totalTimeout: 60_000 },
};
const counts = ['listed', 'landed', 'retries', 'batches', 'batchesDone', 'shards', 'shardsDone'] as const;

let server: TemporalServer;
let connection: Connection;
let client: Client;
let headrace: HeadraceClient;

beforeAll(async () => {
  server = await startTemporalServer({ dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 60 } });
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
  headrace = createHeadraceClient({ client, callTimeout: 3_000, queryTimeout: 1_000 });
});
afterAll(async () => {
  await connection?.close();
  await server?.stop();
});

function start(runId: string): Promise<unknown> {
  return headrace.start(hackerNews, { id: runId, overrides });
}

function cli(line: string): Promise<CommandEnd> {
  const env = { ...process.env, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
  return runHeadrace(line.split(' '), env);
}

/** Two shards of 20 batches; the first two of each land at once, the others have landed 3 items and wait to be let go. */
function gated(): { activities: MemoryActivities; open: () => void } {
  const gate = Promise.withResolvers<void>();
  const activities = createMemoryActivities({ keys: 400, keysPerShard: 200, onLand: hold });

  async function hold({ batch }: LandRequest): Promise<void> {
    if (batch % 20 < 2) return;
    const context = Context.current();
    const details: BatchProgress = { batch, landed: 3, absent: 1, quarantined: 0, requests: 5 };
    const beats = setInterval(() => context.heartbeat(details), 100);
    context.heartbeat(details);
    await Promise.race([gate.promise, context.cancelled]).catch(() => {});
    clearInterval(beats);
    const { workerShutdown } = context.cancellationDetails ?? {};
    if (workerShutdown) throw ApplicationFailure.retryable('the worker stops', retryableErrors.handedBack);
  }

  return { activities, open: gate.resolve };
}

/** Waits until both shards have two batches in flight that have told what they did. */
function untilHeld(runId: string): Promise<RunStatus> {
  return until(
    () => headrace.status(runId),
    ({ pending, progress }) =>
      progress?.batchesDone === 4 && pending.filter(({ batch }) => batch).length === 4,
  );
}

describe('a large run', () => {
  test('is one progress: its own, that of its shards, and that of the batches in flight', async () => {
    const { activities, open } = gated();
    await withWorkers(server.address, activities, async () => {
      await start('summed');
      const status = await untilHeld('summed');
      const shards = [toShardId('summed', 0), toShardId('summed', 1)];
      expect([...new Set(status.pending.map(({ workflowId }) => workflowId))].toSorted()).toEqual(shards);
      expect(status).toMatchObject({
        state: 'running',
        current: true,
        progress: {
          phase: 'land',
          listedAll: true,
          listed: 400,
          landed: 4 * 10 + 4 * 3,
          absent: 4,
          requests: 2 + 4 * 10 + 4 * 5,
          batches: 40,
          batchesDone: 4,
          shards: 2,
          shardsDone: 0,
        },
      });
      expect((await headrace.list()).map(({ runId }) => runId)).not.toContain(shards[0]);
      open();
      await headrace.result('summed');
      expect(await headrace.status('summed')).toMatchObject({ progress: { landed: 400, shardsDone: 2 } });
    });
  });

  test('is watched through continue-as-new; nothing goes backwards, and it began when it began', async () => {
    const activities = createMemoryActivities({ keys: 1_000, keysPerShard: 50 });
    const seen = await withWorkers(server.address, activities, async () => {
      await start('continued');
      return Array.fromAsync(headrace.watch('continued', { interval: 20 }));
    });
    expect(seen.at(-1)).toMatchObject({ state: 'completed', progress: { landed: 1_000, shardsDone: 20 } });
    expectForward(seen);
    const starts = seen.flatMap(({ progress, startedAt }) => (progress ? [startedAt] : []));
    expect(new Set(starts).size).toBe(1);
    const executions = await Array.fromAsync(client.workflow.list({ query: `WorkflowId = 'continued'` }));
    expect(executions.length).toBeGreaterThan(1);
  });

  test('is steered while it continues as new', async () => {
    const activities = createMemoryActivities({ keys: 1_000, keysPerShard: 50 });
    await withWorkers(server.address, activities, async () => {
      await start('busy');
      for (let parallel = 2; parallel <= 12; parallel += 1) {
        expect(await headrace.tune('busy', { parallel })).toMatchObject({ parallel });
      }
      await headrace.cancel('busy');
      await headrace.result('busy').catch(() => {});
    });
  });

  test('keeps what was seen while its workers are away, says so, and goes on with them', async () => {
    const { activities, open } = gated();
    const seen: WatchedStatus[] = [];
    const watched = async (): Promise<void> => {
      for await (const status of headrace.watch('left-alone', { interval: 50 })) seen.push(status);
    };
    const watching = await withWorkers(server.address, activities, async () => {
      await start('left-alone');
      const following = watched();
      await until(
        () => seen.at(-1),
        (status) => status?.progress?.landed === 52,
      );
      setTimeout(open, 500);
      return { following };
    });
    await until(
      () => seen.at(-1),
      (status) => status?.current === false,
    );
    expect(seen.at(-1)?.progress?.landed).toBeGreaterThanOrEqual(52);
    await withWorkers(server.address, activities, () => watching.following);
    expect(seen.at(-1)).toMatchObject({ state: 'completed', current: true, progress: { landed: 400 } });
    expectForward(seen);
  });

  test('is still told where one of its shards was terminated', async () => {
    const { activities, open } = gated();
    await withWorkers(server.address, activities, async () => {
      await start('maimed');
      await untilHeld('maimed');
      await client.workflow.getHandle(toShardId('maimed', 0)).terminate();
      const status = await until(
        () => headrace.status('maimed'),
        ({ pending }) => pending.every(({ workflowId }) => workflowId === toShardId('maimed', 1)),
      );
      expect(status).toMatchObject({ state: 'running', current: true, progress: { landed: 2 * 10 + 2 * 3 } });
      open();
      await headrace.result('maimed').catch(() => {});
      expect(await headrace.status('maimed')).toMatchObject({ state: 'failed', summary: { listed: 400 } });
    });
  });

  test('is cancelled by a command that shows how it drains, and says under its id what it goes on from', async () => {
    const { activities, open } = gated();
    await withWorkers(server.address, activities, async () => {
      await start('drained');
      await untilHeld('drained');
      const { code, stdout, stderr } = await cli('cancel drained');
      expect(stderr).toMatch(/^stopping {2}\d+ of 400 \(\d+%\) .* 0 of 2 shards$/m);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringMatching(/^cancelled: 400 listed, 80 landed, /),
      });
      open();
      const again = await cli('start hacker-news --id drained');
      expect(again.stderr).toContain('goes on from what it kept: 400 listed, 80 landed, ');
      await headrace.result('drained');
    });
  });
});

describe('steering', () => {
  test('pauses, tunes and resumes a run from the command line; status tells how it is steered', async () => {
    const { activities, open } = gated();
    await withWorkers(server.address, activities, async () => {
      await start('steered');
      await untilHeld('steered');
      expect(await cli('pause steered')).toMatchObject({
        code: 0,
        stdout: 'run steered: paused, 4 batches at once with 32 requests each\n',
      });
      const tuned = await cli('tune steered --parallel 2 --concurrency 1 --json');
      const steering = { paused: true, parallel: 2, concurrency: 1 };
      expect(JSON.parse(tuned.stdout)).toEqual({ runId: 'steered', steering });
      const { stdout } = await cli('status steered');
      expect(stdout).toMatch(/^paused {2}56 of 400 \(14%\) {2}0 of 2 shards$/m);
      expect(stdout).toMatch(/^paused, 2 batches at once with 1 request each$/m);
      expect(stdout).toMatch(/^4 activities under way$/m);
      const resumed = await cli('resume steered --json');
      expect(JSON.parse(resumed.stdout)).toEqual({
        runId: 'steered',
        steering: { ...steering, paused: false },
      });
      open();
      await headrace.result('steered');
    });
    const ended = {
      type: 'RunEnded',
      state: 'completed',
      message: expect.stringContaining('has ended: completed'),
    };
    await expect(headrace.pause('steered')).rejects.toMatchObject(ended);
    expect(await cli('resume steered')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has ended: completed'),
    });
  });

  test('may be asked for before any worker is there, which is said, and does no harm', async () => {
    await start('early');
    await expect(headrace.pause('early')).rejects.toMatchObject({
      type: 'NoAnswer',
      message: expect.stringContaining('no workflow worker took it'),
    });
    const activities = createMemoryActivities({ keys: 40 });
    await withWorkers(server.address, activities, async () => {
      expect(await headrace.resume('early')).toMatchObject({ paused: false });
      await headrace.result('early');
    });
  });

  test('is answered within its bounds without a worker', async () => {
    const { activities } = gated();
    await withWorkers(server.address, activities, async () => {
      await start('deserted');
      await untilHeld('deserted');
    });
    const asked = Date.now();
    const status = await headrace.status('deserted');
    expect(status).toMatchObject({ state: 'running', progress: null, current: false });
    const lastFailure = { type: retryableErrors.handedBack, message: 'the worker stops' };
    expect(status.pending).toMatchObject(Array.from({ length: 4 }, () => ({ attempt: 2, lastFailure })));
    await expect(headrace.tune('deserted', { parallel: 2 })).rejects.toMatchObject({ type: 'NoAnswer' });
    expect(Date.now() - asked).toBeLessThan(12_000);
    await client.workflow.getHandle('deserted').terminate();
  });

  test('refuses what is no tuning, naming what is valid', async () => {
    await withWorkers(server.address, createMemoryActivities({ keys: 4 }), async () => {
      await start('checked');
      await headrace.result('checked');
    });
    const { activities, open } = gated();
    await withWorkers(server.address, activities, async () => {
      await start('checked-large');
      await expect(headrace.tune('checked-large', { parallel: 0 })).rejects.toMatchObject({
        type: 'SteeringRefused',
        message: 'run checked-large refused: tune: parallel: 0 is not an integer from 1 to 200',
      });
      open();
      await headrace.result('checked-large');
    });
  });

  test('that a run refuses is exit code 2, with the run’s own reason', async () => {
    await withStubbornWorker(async () => {
      await headrace.start(hackerNews, { id: 'stubborn' });
      const { code, stdout, stderr } = await cli('tune stubborn --parallel 9');
      const message = 'headrace: run stubborn refused: tune: parallel: 9 is more than this run may do\n';
      expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: message });
      await client.workflow.getHandle('stubborn').terminate();
    });
  });

  test.each([
    ['tune some', /nothing to tune was given; give --concurrency or --parallel/],
    ['tune some --parallel 0', /--parallel: 0 is not an integer from 1 to 200/],
    ['tune some --concurrency many', /--concurrency: "many" is not an integer from 1 to 1000/],
    ['pause nowhere', /there is no run nowhere/],
    ['tune nowhere --parallel 2', /there is no run nowhere/],
  ])('%s is exit code 2', async (line, message) => {
    const { code, stdout, stderr } = await cli(line);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

function expectForward(seen: readonly WatchedStatus[]): void {
  const told = seen.flatMap(({ progress }): RunProgress[] => (progress ? [progress] : []));
  expect(told.length).toBeGreaterThan(1);
  for (const count of counts) {
    const values = told.map((progress) => progress[count]);
    expect({ count, values }).toEqual({ count, values: values.toSorted((a, b) => a - b) });
  }
}

async function withStubbornWorker(story: () => Promise<void>): Promise<void> {
  const native = await NativeConnection.connect({ address: server.address });
  try {
    const workflowBundle = await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('../support/stubborn-workflows.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR'),
    });
    const worker = await Worker.create({
      connection: native,
      taskQueue: taskQueues.workflows,
      workflowBundle,
    });
    await worker.runUntil(story);
  } finally {
    await native.close();
  }
}
