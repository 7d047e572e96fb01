import {
  control,
  hackerNews,
  limits,
  taskQueues,
  terminalErrors,
  toShardId,
  type RunMemo,
  type RunProgress,
  type RunResult,
  type ShardProgress,
  type Steering,
  type Story,
  type WorkflowOf,
} from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Context } from '@temporalio/activity';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMemoryActivities, type MemoryOptions } from '../../support/memory-activities.ts';
import { withWorkers } from '../../support/test-workers.ts';
import { until } from '../../support/until.ts';

type HackerNews = WorkflowOf<typeof hackerNews>;

const batch = { size: 10, chunk: 5, parallel: 4 };
/** Events after which the server suggests to continue as new. */
const suggestAfter = 60;

/** Batches wait until they are let go. */
function gated(options: MemoryOptions) {
  const gate = Promise.withResolvers<void>();
  const activities = createMemoryActivities({
    ...options,
    async onLand() {
      const context = Context.current();
      const beats = setInterval(() => context.heartbeat(), 200);
      await Promise.race([gate.promise, context.cancelled]).catch(() => {});
      clearInterval(beats);
    },
  });
  return { activities, open: gate.resolve };
}

function landed(calls: readonly { name: string }[]): number {
  return calls.filter(({ name }) => name === 'land').length;
}

describe('a large run', () => {
  let server: TemporalServer;
  let connection: Connection;
  let client: Client;
  let runs = 0;

  beforeAll(async () => {
    server = await startTemporalServer({
      dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': suggestAfter },
    });
    connection = await Connection.connect({ address: server.address });
    client = new Client({ connection });
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  function start(runId = `large-${(runs += 1)}`): Promise<WorkflowHandle<HackerNews>> {
    return client.workflow.start<HackerNews>(hackerNews.workflow, {
      args: [{ overrides: { batch, activity: { heartbeatTimeout: 2_000 } } }],
      taskQueue: taskQueues.workflows,
      workflowId: runId,
    });
  }

  it('lands every shard in a child of its own and continues as new between them', async () => {
    const activities = createMemoryActivities({ keys: 1_000, keysPerShard: 50 });
    await withWorkers(server.address, activities, async () => {
      const handle = await start();
      const { summary } = (await handle.result()) as RunResult<Story>;
      expect(summary).toMatchObject({ listed: 1_000, landed: 1_000, batches: 100 });
      expect(landed(activities.calls)).toBe(100);
      const executions = await Array.fromAsync(
        client.workflow.list({ query: `WorkflowId = '${handle.workflowId}'` }),
      );
      expect(executions.length).toBeGreaterThan(1);
      for (const { historyLength } of executions) expect(historyLength).toBeLessThan(2 * suggestAfter);
      const progress = await handle.query<RunProgress>(control.progress);
      expect(progress).toMatchObject({ phase: 'ended', shards: 20, shardsDone: 20, batchesDone: 100 });
    });
  });

  it('has a bounded number of shards and of batches in flight', async () => {
    const { activities, open } = gated({ keys: 400, keysPerShard: 50 });
    await withWorkers(server.address, activities, async () => {
      const handle = await start();
      await until(
        () => activities.peak(),
        (peak) => peak === batch.parallel,
      );
      const { raw } = await handle.describe();
      expect(raw.pendingChildren).toHaveLength(limits.shardsAtOnce);
      open();
      await handle.result();
    });
    expect(activities.peak()).toBe(batch.parallel);
  });

  it('is paused, tuned and resumed through its shards', async () => {
    const { activities, open } = gated({ keys: 400, keysPerShard: 200 });
    await withWorkers(server.address, activities, async () => {
      const handle = await start();
      await until(
        () => landed(activities.calls),
        (batches) => batches === batch.parallel,
      );
      const paused = await handle.executeUpdate<Steering, []>(control.pause);
      expect(paused).toMatchObject({ paused: true, parallel: batch.parallel });
      const tuned = { concurrency: 7, parallel: 2 };
      await handle.executeUpdate<Steering, [Partial<Steering>]>(control.tune, { args: [tuned] });
      await untilSteered(handle.workflowId, 2);
      open();
      await until(
        () => shardProgress(handle.workflowId),
        (shards) => shards.every(({ batchesDone }) => batchesDone === 2),
      );
      expect(landed(activities.calls)).toBe(batch.parallel);
      expect(await handle.query<RunProgress>(control.progress)).toMatchObject({
        steering: { paused: true, ...tuned },
      });
      await handle.executeUpdate<Steering, []>(control.resume);
      expect((await handle.result()).summary.landed).toBe(400);
    });
    const later = activities.calls.filter(({ name }) => name === 'land').slice(batch.parallel);
    expect(later.every(({ request }) => (request as { concurrency: number }).concurrency === 7)).toBe(true);
  });

  it('refuses a tuning that is none, naming what is valid', async () => {
    const { activities, open } = gated({ keys: 40 });
    await withWorkers(server.address, activities, async () => {
      const handle = await start();
      const tuned = handle.executeUpdate(control.tune, { args: [{ concurrency: 0 }] });
      await expect(tuned).rejects.toMatchObject({
        cause: { message: expect.stringContaining('concurrency: 0 is not an integer from 1 to 1000') },
      });
      open();
      await handle.result();
    });
  });

  it('drains every shard when it is cancelled, and leaves none behind', async () => {
    const { activities } = gated({ keys: 400, keysPerShard: 100 });
    await withWorkers(server.address, activities, async () => {
      const handle = await start();
      await until(
        () => landed(activities.calls),
        (batches) => batches === batch.parallel,
      );
      await handle.cancel();
      await expect(handle.result()).rejects.toThrow('Workflow execution cancelled');
      const children = await Array.fromAsync(
        client.workflow.list({ query: `WorkflowId STARTS_WITH '${handle.workflowId}/'` }),
      );
      for (const child of children) expect(child.status.name).toBe('CANCELLED');
      const { memo } = (await handle.describe()) as { memo: RunMemo };
      expect(memo.summary).toMatchObject({ landed: 40, version: null });
    });
  });

  it('ends as failed when a shard is terminated, and goes on under the same id', async () => {
    const { activities, open } = gated({ keys: 400, keysPerShard: 100 });
    await withWorkers(server.address, activities, async () => {
      const handle = await start('terminated-shard');
      await until(
        () => landed(activities.calls),
        (batches) => batches === batch.parallel,
      );
      await client.workflow.getHandle(toShardId('terminated-shard', 0)).terminate();
      open();
      await expect(handle.result()).rejects.toThrow('Workflow execution failed');
      const again = await start('terminated-shard');
      expect((await again.result()).summary).toMatchObject({ listed: 400, landed: 400 });
    });
  });

  it('ends as failed while its next shard is still being planned', async () => {
    const planning = Promise.withResolvers<void>();
    const cancelled = Promise.withResolvers<void>();
    const activities = createMemoryActivities({
      keys: 400,
      keysPerShard: 100,
      onPlan: async ({ shard }) => {
        if (shard === 0) return;
        planning.resolve();
        const context = Context.current();
        const beats = setInterval(() => context.heartbeat(), 200);
        await context.cancelled.catch(() => cancelled.resolve()).finally(() => clearInterval(beats));
      },
      onLand: async () => {
        await planning.promise;
        throw ApplicationFailure.nonRetryable('nothing can be landed', terminalErrors.sourceRefused);
      },
    });
    await withWorkers(server.address, activities, async () => {
      const handle = await start('failed-shard');
      await expect(handle.result()).rejects.toThrow('Workflow execution failed');
      const { memo } = (await handle.describe()) as { memo: RunMemo };
      expect(memo.summary).toMatchObject({ landed: 0, version: null });
      await cancelled.promise;
    });
  });

  it('leaves shards that drain when it is terminated, and waits for them when it is started again', async () => {
    const { activities, open } = gated({ keys: 400, keysPerShard: 100 });
    await withWorkers(server.address, activities, async () => {
      const handle = await start('terminated-run');
      await until(
        () => landed(activities.calls),
        (batches) => batches === batch.parallel,
      );
      await handle.terminate();
      const again = await start('terminated-run');
      open();
      expect((await again.result()).summary).toMatchObject({ listed: 400, landed: 400 });
    });
  });

  async function shardProgress(runId: string): Promise<ShardProgress[]> {
    return Promise.all(
      [0, 1].map((shard) =>
        client.workflow.getHandle(toShardId(runId, shard)).query<ShardProgress>(control.progress),
      ),
    );
  }

  /** Each shard's history holds so many signals. */
  async function untilSteered(runId: string, signals: number): Promise<void> {
    for (const shard of [0, 1]) {
      await until(
        async () => {
          const { events } = await client.workflow.getHandle(toShardId(runId, shard)).fetchHistory();
          return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
        },
        (seen) => seen === signals,
      );
    }
  }
});
