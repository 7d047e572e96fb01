import { createHeadraceClient } from '@headrace/client';
import {
  hackerNews,
  runIntervalWorkflow,
  taskQueues,
  terminalErrors,
  type FindFinishedRequest,
  type IntervalActivities,
  type LandRequest,
  type PlanRequest,
  type RunIntervalRequest,
  type RunIntervalResult,
  type RunIntervalWorkflow,
  type TimedWhen,
} from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Context } from '@temporalio/activity';
import {
  Client,
  Connection,
  type ScheduleHandle,
  type ScheduleOverlapPolicy,
  type ScheduleOptions,
  type WorkflowHandle,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMemoryActivities, type MemoryActivities } from '../../support/memory-activities.ts';
import { withWorkers } from '../../support/test-workers.ts';
import { until } from '../../support/until.ts';

const daily: TimedWhen = { cron: '0 0 * * *', zone: 'UTC' };
const interval = { start: '2026-11-20T00:00:00.000Z', end: '2026-11-21T00:00:00.000Z' };

interface World extends MemoryActivities, IntervalActivities {
  /** Runs that the store has as completed. */
  readonly finished: Set<string>;
  readonly plans: () => PlanRequest[];
  /** Lets batches end that are held. */
  readonly open: () => void;
}

describe('an interval', () => {
  let server: TemporalServer;
  let connection: Connection;
  let client: Client;
  let names = 0;

  beforeAll(async () => {
    server = await startTemporalServer();
    connection = await Connection.connect({ address: server.address });
    client = new Client({ connection });
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  function newName(): string {
    return `often-${(names += 1)}`;
  }

  function start(request: RunIntervalRequest): Promise<WorkflowHandle<RunIntervalWorkflow>> {
    return client.workflow.start<RunIntervalWorkflow>(runIntervalWorkflow, {
      args: [request],
      workflowId: `by-hand-${(names += 1)}`,
      taskQueue: taskQueues.workflows,
    });
  }

  async function withSchedule(
    { name, when, overlap = 'SKIP' }: { name: string; when: TimedWhen; overlap?: ScheduleOverlapPolicy },
    story: (handle: ScheduleHandle) => Promise<void>,
  ): Promise<void> {
    const handle = await client.schedule.create({
      scheduleId: name,
      spec: toSpec(when),
      action: {
        type: 'startWorkflow',
        workflowType: runIntervalWorkflow,
        workflowId: `schedule/${name}`,
        taskQueue: taskQueues.workflows,
        args: [{ ...ofName(name), when }],
      },
      policies: { overlap },
    });
    await story(handle).finally(() => handle.delete());
  }

  /** Triggers the schedule for the nth time, and waits for what comes of it. */
  async function trigger(handle: ScheduleHandle, count: number): Promise<RunIntervalResult> {
    await handle.trigger();
    const actions = await until(
      () => handle.describe().then(({ info }) => info.recentActions),
      ({ length }) => length === count,
    );
    const { workflowId, firstExecutionRunId } = actions.at(-1)!.action.workflow;
    return client.workflow.getHandle<RunIntervalWorkflow>(workflowId, firstExecutionRunId).result();
  }

  function work(world: World, story: () => Promise<void>): Promise<void> {
    return withWorkers(server.address, world, story);
  }

  it('runs at each nominal time of its schedule, one after the other without a gap', async () => {
    const world = createWorld();
    const name = newName();
    await work(world, () =>
      // However long a run takes, none is skipped.
      withSchedule({ name, when: { every: 1_000 }, overlap: 'BUFFER_ALL' }, async () => {
        await until(world.plans, (plans) => plans.length >= 3);
      }),
    );
    const [first, ...others] = world.plans();
    expect(first).toMatchObject({ schedule: name, runId: `hacker-news/${name}/${short(first)}` });
    for (const [index, plan] of others.entries()) {
      expect(plan.interval?.start).toBe([first, ...others][index]?.interval?.end);
    }
  });

  it('is that of the moment when its schedule is triggered, and is not run a second time', async () => {
    const world = createWorld();
    const name = newName();
    await work(world, () =>
      withSchedule({ name, when: daily }, async (handle) => {
        const runId = `hacker-news/${name}/${new Date().toISOString().slice(0, 10)}`;
        expect(await trigger(handle, 1)).toMatchObject({ runId, outcome: 'completed' });
        expect(await trigger(handle, 2)).toMatchObject({ runId, outcome: 'finished-already' });
      }),
    );
    expect(world.plans()).toHaveLength(1);
  });

  it("is that of the past when Temporal's own backfill starts it", async () => {
    const world = createWorld();
    const name = newName();
    await work(world, () =>
      withSchedule({ name, when: daily }, async (handle) => {
        await handle.backfill({
          start: new Date('2026-10-31T12:00:00Z'),
          end: new Date('2026-11-03T12:00:00Z'),
          overlap: 'ALLOW_ALL',
        });
        await until(
          () => world.finished.size,
          (size) => size === 3,
        );
      }),
    );
    expect([...world.finished].toSorted()).toEqual(
      ['2026-11-01', '2026-11-02', '2026-11-03'].map((day) => `hacker-news/${name}/${day}`),
    );
  });

  it('started twice at once is run once', async () => {
    const world = createWorld({ held: true });
    const request = { ...ofName(newName()), interval };
    await work(world, async () => {
      const starts = await Promise.all([start(request), start(request)]);
      const loser = await Promise.race(starts.map((handle) => handle.result()));
      expect(loser.outcome).toBe('running-already');
      world.open();
      const ends = await Promise.all(starts.map((handle) => handle.result()));
      expect(ends.map(({ outcome }) => outcome).toSorted()).toEqual(['completed', 'running-already']);
    });
    expect(world.plans()).toHaveLength(1);
  });

  it('that only the store remembers is not run again, unless it is told to', async () => {
    const world = createWorld();
    const request = { ...ofName(newName()), interval };
    const runId = `hacker-news/${request.schedule}/2026-11-20`;
    world.finished.add(runId);
    await work(world, async () => {
      const first = await start(request);
      expect(await first.result()).toEqual({ runId, interval, outcome: 'finished-already' });
      await expect(client.workflow.getHandle(runId).describe()).rejects.toThrow('workflow not found');
      const again = await start({ ...request, request: { again: true } });
      expect(await again.result()).toMatchObject({ runId, outcome: 'completed' });
    });
    expect(world.plans()).toMatchObject([{ runId, again: true, interval }]);
  });

  it('that a person runs by hand is that of its schedule', async () => {
    const world = createWorld();
    const headrace = createHeadraceClient({ client });
    const { schedule, request } = ofName(newName());
    await work(world, async () => {
      const day = { start: '2026-11-20', end: '2026-11-21' };
      const first = await headrace.start(hackerNews, { ...request, interval: day, schedule });
      expect(first).toMatchObject({ runId: `hacker-news/${schedule}/2026-11-20`, outcome: 'started' });
      await first.result();
      const second = await headrace.start(hackerNews, { ...request, interval, schedule });
      expect(second).toMatchObject({ runId: first.runId, outcome: 'done-already' });
      const scheduled = await start({ pipeline: hackerNews.name, schedule, request, interval });
      expect(await scheduled.result()).toMatchObject({ runId: first.runId, outcome: 'finished-already' });
    });
    expect(world.plans()).toMatchObject([{ interval, schedule }]);
  });

  it('is refused by the client where it ends before it starts, or is not said', async () => {
    const headrace = createHeadraceClient({ client });
    const backwards = { start: interval.end, end: interval.start };
    await expect(
      headrace.start(hackerNews, { interval: backwards, schedule: 'Daily' }),
    ).rejects.toMatchObject({
      problems: [{ field: 'interval' }, { field: 'schedule' }],
    });
    await expect(headrace.start(hackerNews, { schedule: 'daily' })).rejects.toThrow(
      'schedule: daily is given without an interval; give the one that the run is of',
    );
  });

  it('whose run failed is run again under the same id', async () => {
    const world = createWorld({ failing: true });
    const request = { ...ofName(newName()), interval };
    await work(world, async () => {
      const first = await start(request);
      await expect(first.result()).rejects.toMatchObject({
        cause: { cause: { cause: { message: 'the source is gone' } } },
      });
      const second = await start(request);
      expect(await second.result()).toMatchObject({ outcome: 'completed' });
    });
    const [failed, completed] = world.plans();
    expect(failed?.runId).toBe(completed?.runId);
  });

  it('is waited for, so that the next one is skipped while it runs', async () => {
    const world = createWorld({ held: true });
    const name = newName();
    await work(world, () =>
      withSchedule({ name, when: { every: 1_000 } }, async (handle) => {
        const { info } = await until(
          () => handle.describe(),
          (seen) => seen.info.numActionsSkippedOverlap >= 2,
        );
        expect(info.numActionsTaken).toBe(1);
        expect(await until(world.plans, (plans) => plans.length > 0)).toHaveLength(1);
        world.open();
      }),
    );
  });

  it('is cancelled with the start that runs it', async () => {
    const world = createWorld({ held: true });
    const request = { ...ofName(newName()), interval };
    await work(world, async () => {
      const handle = await start(request);
      const runId = `hacker-news/${request.schedule}/2026-11-20`;
      // Runs that tests before have left behind land too.
      await until(
        () => world.calls.filter(({ name }) => name === 'land').map((call) => call.request as LandRequest),
        (lands) => lands.some((land) => land.runId === runId),
      );
      await handle.cancel();
      await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
      const run = await client.workflow.getHandle(runId).describe();
      expect(run.status.name).toBe('CANCELLED');
    });
  });

  it.each<[string, RunIntervalRequest, string]>([
    [
      'without a schedule',
      { ...ofName('daily'), when: daily },
      'has no nominal time; give the interval to run',
    ],
    ['of no name', { ...ofName('Daily run'), interval }, 'schedule: "Daily run" is not lower-case letters'],
    [
      'that ends before it starts',
      { ...ofName('daily'), interval: { start: interval.end, end: interval.start } },
      'interval: "2026-11-21T00:00:00.000Z/2026-11-20T00:00:00.000Z" is not a day such as',
    ],
    [
      'of no cron',
      { ...ofName('daily'), when: { cron: '0 24 * * *', zone: 'UTC' } },
      'cron: hour: "24" is not *, a number from 0 to 23',
    ],
  ])('started by hand %s is refused at once', async (_, request, message) => {
    await work(createWorld(), async () => {
      const handle = await start(request);
      await expect(handle.result()).rejects.toMatchObject({
        cause: { type: terminalErrors.invalidInput, message: expect.stringContaining(message) as string },
      });
    });
  });

  it('of a pipeline that there is none of is refused with those there are', async () => {
    await work(createWorld(), async () => {
      const handle = await start({ ...ofName('daily'), pipeline: 'hacker-olds', interval });
      await expect(handle.result()).rejects.toMatchObject({
        cause: {
          type: terminalErrors.unknownPipeline,
          message: expect.stringContaining(
            'there is no pipeline hacker-olds; there are hacker-news',
          ) as string,
        },
      });
    });
  });
});

function ofName(schedule: string): RunIntervalRequest {
  return { pipeline: hackerNews.name, schedule, request: { input: { limit: 3 } } };
}

/** Activities in memory, with what the store remembers of runs. */
function createWorld({ held = false, failing = false } = {}): World {
  const finished = new Set<string>();
  const gate = Promise.withResolvers<void>();
  let fails = failing;
  const activities = createMemoryActivities({ keys: 3, onLand: held ? hold : () => {} });

  async function hold(): Promise<void> {
    const context = Context.current();
    const beats = setInterval(() => context.heartbeat(), 100);
    await Promise.race([gate.promise, context.cancelled]).finally(() => clearInterval(beats));
  }

  return {
    ...activities,
    finished,
    open: gate.resolve,
    plans: () =>
      activities.calls.filter(({ name }) => name === 'plan').map(({ request }) => request as PlanRequest),
    async plan(request) {
      const shard = await activities.plan(request);
      if (!fails) return shard;
      fails = false;
      throw ApplicationFailure.nonRetryable('the source is gone', terminalErrors.sourceRefused);
    },
    async conclude(request) {
      if (request.outcome === 'completed') finished.add(request.runId);
      return activities.conclude(request);
    },
    async findFinished({ runIds }: FindFinishedRequest) {
      return runIds.filter((runId) => finished.has(runId));
    },
  };
}

function toSpec(when: TimedWhen): ScheduleOptions['spec'] {
  if ('cron' in when) return { cronExpressions: [when.cron], timezone: when.zone };
  return { intervals: [{ every: when.every }] };
}

function short(plan: PlanRequest | undefined): string {
  return (plan?.interval?.start ?? '').replace(/(?::00)?\.000Z$/, 'Z');
}
