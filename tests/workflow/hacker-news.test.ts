import {
  control,
  hackerNews,
  taskQueues,
  terminalErrors,
  type RunMemo,
  type RunProgress,
  type RunRequest,
  type HackerNewsInput,
  type WorkflowOf,
} from '@headrace/contracts';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, type WorkflowHandle } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMemoryActivities } from '../support/memory-activities.ts';
import { until } from '../support/until.ts';
import { startWorkflowRig, type WorkflowRig } from '../support/workflow-rig.ts';

type HackerNews = WorkflowOf<typeof hackerNews>;

const small = { batch: { size: 10, chunk: 5, parallel: 3 } };

describe('the hackerNews workflow', () => {
  let rig: WorkflowRig;
  let runs = 0;

  beforeAll(async () => {
    rig = await startWorkflowRig();
  });
  afterAll(() => rig[Symbol.asyncDispose]());

  function start(request: RunRequest<HackerNewsInput>): Promise<WorkflowHandle<HackerNews>> {
    runs += 1;
    return rig.environment.client.workflow.start<HackerNews>(hackerNews.workflow, {
      args: [request],
      taskQueue: taskQueues.workflows,
      workflowId: `run-${runs}`,
    });
  }

  it('plans, lands every batch, concludes and analyses', async () => {
    const activities = createMemoryActivities({ keys: 95 });
    const result = await rig.withWorkers(activities, async () =>
      (await start({ input: { limit: 95 }, overrides: small })).result(),
    );
    expect(result.summary).toMatchObject({
      listed: 95,
      landed: 95,
      batches: 10,
      version: 1,
      pipeline: 'hacker-news',
    });
    expect(result.words).toEqual([{ word: 'durable', count: 2 }]);
    const landed = activities.calls.filter((call) => call.name === 'land');
    expect(landed.map((call) => (call.request as { batch: number }).batch).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, batch) => batch),
    );
    expect(activities.peak()).toBeLessThanOrEqual(3);
  });

  it('plans page after page until the source has no more', async () => {
    const activities = createMemoryActivities({ keys: 95, keysPerShard: 30 });
    const { summary } = await rig.withWorkers(activities, async () =>
      (await start({ overrides: small })).result(),
    );
    expect(summary).toMatchObject({ listed: 95, landed: 95, batches: 10 });
    expect(activities.calls.filter((call) => call.name === 'plan')).toHaveLength(4);
  });

  it('fills the contract’s defaults in', async () => {
    const activities = createMemoryActivities({ keys: 10 });
    await rig.withWorkers(activities, async () => (await start({})).result());
    const plan = activities.calls.find((call) => call.name === 'plan');
    expect(plan?.request).toMatchObject({ input: { feed: 'top', limit: 10 }, batchSize: 2_000, shard: 0 });
  });

  it.each([
    [{ input: { limit: 0 } }, 'limit: 0 is not an integer from 1 to 500'],
    [{ limit: 5 }, 'limit: no such field of the request; there are input, '],
  ])('refuses %j at once with a terminal error that names the field', async (request, message) => {
    const activities = createMemoryActivities({ keys: 1 });
    const failure = await rig.withWorkers(activities, async () => {
      const handle = await start(request as RunRequest<HackerNewsInput>);
      return handle.result().catch((error: { cause?: unknown }) => error.cause);
    });
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: terminalErrors.invalidInput, nonRetryable: true });
    expect(String((failure as Error).message)).toContain(message);
    expect(activities.calls).toEqual([]);
  });

  it('waits a failing world out, for as long as it takes', async () => {
    let outages = 30;
    const activities = createMemoryActivities({
      keys: 10,
      onLand: () => {
        outages -= 1;
        if (outages > 0) throw ApplicationFailure.retryable('the source is down', 'SourceUnavailable');
      },
    });
    const { summary } = await rig.withWorkers(activities, async () => (await start({})).result());
    expect(summary.landed).toBe(10);
    expect(activities.calls.filter((call) => call.name === 'land')).toHaveLength(30);
  });

  it('lets the batches in flight finish when one fails for good, and says what was kept', async () => {
    const activities = createMemoryActivities({
      keys: 95,
      onLand: ({ batch }) => {
        if (batch === 2)
          throw ApplicationFailure.nonRetryable('nobody knows it', terminalErrors.unknownPipeline);
      },
    });
    const memo = await rig.withWorkers(activities, async () => {
      const handle = await start({ overrides: small });
      await expect(handle.result()).rejects.toThrow('Workflow execution failed');
      return (await handle.describe()).memo as RunMemo;
    });
    const landed = activities.calls.filter((call) => call.name === 'land').length;
    expect(landed).toBeGreaterThanOrEqual(3);
    expect(landed).toBeLessThan(10);
    expect(memo.summary).toMatchObject({ landed: (landed - 1) * 10, version: null });
  });

  it('keeps what landed when it is cancelled, and dispatches nothing further', async () => {
    let handle: WorkflowHandle<HackerNews> | undefined;
    const activities = createMemoryActivities({
      keys: 95,
      onLand: async ({ batch }) => {
        if (batch < 4) return;
        if (batch === 4) await cancelOnceDone(handle!, 4);
        await untilCancelled();
      },
    });
    await rig.withWorkers(activities, async () => {
      handle = await start({ overrides: small });
      await expect(handle.result()).rejects.toMatchObject({ cause: expect.any(CancelledFailure) });
    });
    const conclude = activities.calls.find((call) => call.name === 'conclude');
    // What was asked, for a run whose plan has not reached the store.
    const asked = { input: expect.objectContaining({ feed: 'top' }), execution: expect.any(String) };
    expect(conclude?.request).toMatchObject({ outcome: 'cancelled', asked });
    const landed = activities.calls.filter((call) => call.name === 'land').length;
    expect(landed).toBeLessThan(10);
    const { memo } = (await handle!.describe()) as { memo: RunMemo };
    expect(memo.summary).toMatchObject({ landed: landed * 10, version: null });
  });

  it('answers the progress query from the first task on, and after its end', async () => {
    const seen: RunProgress[] = [];
    let handle: WorkflowHandle<HackerNews> | undefined;
    const activities = createMemoryActivities({
      keys: 95,
      onLand: async () => void seen.push(await handle!.query<RunProgress>(control.progress)),
    });
    await rig.withWorkers(activities, async () => {
      handle = await start({ overrides: small });
      await handle.result();
      seen.push(await handle.query<RunProgress>(control.progress));
    });
    expect(seen[0]).toMatchObject({ phase: 'land', listed: 95, listedAll: true, batches: 10 });
    expect(seen.at(-1)).toMatchObject({ phase: 'ended', batchesDone: 10, landed: 95 });
  });
});

/** The test server refuses to cancel an activity whose end the workflow has not seen yet. */
async function cancelOnceDone(handle: WorkflowHandle<HackerNews>, batches: number): Promise<void> {
  await until(
    () => handle.query<RunProgress>(control.progress),
    ({ batchesDone }) => batchesDone === batches,
  );
  await handle.cancel();
}

/** An activity learns of its cancellation from its heartbeats. */
async function untilCancelled(): Promise<void> {
  const context = Context.current();
  const beats = setInterval(() => context.heartbeat(), 100);
  await context.cancelled.catch(() => clearInterval(beats));
}
