import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { DueRun } from '@headrace/client';
import {
  datasetControl,
  discourseTopics,
  frontPageDigest,
  hackerNews,
  runIntervalWorkflow,
  taskQueues,
  terminalErrors,
  toDatasetId,
  type DatasetState,
  type Dependency,
  type Interval,
  type RunIntervalWorkflow,
} from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { progressOf, startDatasetRig, type AnyRun, type DatasetRig } from '../../support/dataset-rig.ts';
import { startWorkers } from '../../support/test-workers.ts';
import { until } from '../../support/until.ts';

const digest = frontPageDigest.name;
const stories = hackerNews.name;
const topics = discourseTopics.name;
const [storiesDataset, topicsDataset] = [hackerNews.dataset.name, discourseTopics.dataset.name];

const orders = [
  [stories, topics, digest],
  [stories, digest, topics],
  [topics, stories, digest],
  [topics, digest, stories],
  [digest, stories, topics],
  [digest, topics, stories],
];

describe('a run that waits for datasets', () => {
  let server: TemporalServer;
  let rig: DatasetRig;
  let workers: AsyncDisposable;
  let folder: string;
  let days = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headrace-waiting-'));
    server = await startTemporalServer({ dbFile: join(folder, 'temporal.db') });
    rig = await startDatasetRig(server.address);
    workers = await startWorkers(server.address, rig.activities);
  });
  afterAll(async () => {
    await workers[Symbol.asyncDispose]();
    await rig[Symbol.asyncDispose]();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A day that no other test has published anything for. */
  function newDay(): Interval {
    const start = Date.UTC(2026, 0, (days += 1));
    return { start: new Date(start).toISOString(), end: new Date(start + 86_400_000).toISOString() };
  }

  async function waitersOf(dataset: string): Promise<string[]> {
    const state = await rig.client.workflow
      .getHandle(toDatasetId(dataset))
      .query<DatasetState>(datasetControl.state);
    return state.waiters.map(({ waiter }) => waiter);
  }

  it.each(orders.map((order) => [order.join(', '), order] as const))(
    'goes on once all is there, started and finished in the order %s',
    async (_, order) => {
      const interval = newDay();

      const runs = new Map<string, AnyRun>();
      for (const pipeline of order) {
        runs.set(pipeline, await rig.start(pipeline, { interval }));
        if (pipeline !== digest) rig.finish(pipeline, interval);
      }
      const { summary, rows } = await runs.get(digest)!.result();
      expect(summary).toMatchObject({ landed: 5, version: expect.any(Number) });
      const day = interval.start.slice(0, 10);
      expect(rows.slice(0, 2)).toEqual([
        { day, word: 'durable', stories: 2, topics: 2 },
        { day, word: 'postgres', stories: 2, topics: 2 },
      ]);
      for (const dataset of [storiesDataset, topicsDataset]) expect(await waitersOf(dataset)).toEqual([]);
    },
  );

  it('meets what other schedules of the same minute land, and knows none of their run ids', async () => {
    const { schedules } = rig.headrace;

    const due = new Map<string, DueRun>();
    for (const pipeline of [digest, stories, topics]) {
      const name = `hourly-${pipeline}`;
      // Triggered below, as if the hour had come.
      await schedules.create({ name, pipeline, when: { every: 3_600_000 }, paused: true });
      due.set(pipeline, (await schedules.trigger(name)) as DueRun);
    }
    const { runId, interval } = due.get(digest)!;
    for (const pipeline of [stories, topics]) rig.finish(pipeline, due.get(pipeline)!.interval);
    await until(
      () => rig.headrace.status(runId).catch(() => null),
      (seen) => seen?.state === 'completed',
    );
    const { uses } = await rig.store.readRun({ runId, pipeline: digest });
    const used = [stories, topics].map((pipeline) => ({ run: due.get(pipeline)!.runId, interval }));
    expect(uses).toMatchObject(used);
  });

  it('says what it waits for and until when, and goes on when the late one is there', async () => {
    const interval = newDay();

    const run = await rig.start(digest, { interval });
    const source = await rig.start(stories, { interval });
    rig.finish(stories, interval);
    await source.result();
    const waiting = await until(() => waitsFor(run), isAlone(topicsDataset));
    expect(waiting).toEqual([topicsDataset]);
    const {
      startedAt,
      waitsFor: [{ until: deadline } = { until: '' }],
    } = await progressOf(run);
    expect(Date.parse(deadline) - Date.parse(startedAt)).toBe(2 * 60 * 60_000);
    expect(await rig.headrace.status(run.workflowId)).toMatchObject({ progress: { phase: 'wait' } });

    const late = await rig.start(topics, { interval, id: `by-hand-${days}` });
    rig.finish(topics, interval);
    expect((await run.result()).summary.landed).toBe(5);
    await late.result();
    const { raw } = await run.describe();
    // It asked the store once a dataset, and not again.
    expect(await activitiesOf(run, 'findVersion')).toBe(2);
    expect(raw.pendingActivities).toEqual([]);
  });

  it('goes on after a server that was killed while it waited', async () => {
    const interval = newDay();
    const { port } = server;

    const run = await rig.start(digest, { interval });
    await until(() => waitersOf(topicsDataset).catch(() => []), isAlone(run.workflowId));
    await server.kill();
    server = await startTemporalServer({ dbFile: join(folder, 'temporal.db'), port });
    for (const pipeline of [stories, topics]) {
      await until(() => rig.start(pipeline, { interval }).then(Boolean, () => false), Boolean);
      rig.finish(pipeline, interval);
    }
    expect((await run.result()).summary.landed).toBe(5);
  });

  describe('that waited in vain', () => {
    it('fails, naming the dataset and the interval, when a source has failed', async () => {
      const interval = newDay();

      const source = await rig.start(topics, { interval });
      rig.fail(topics, interval);
      await expect(source.result()).rejects.toThrow('Workflow execution failed');
      const run = await rig.start(stories, { interval, after: onTopics({}) });
      const day = interval.start.slice(0, 10);
      await expect(run.result()).rejects.toMatchObject({
        cause: {
          type: terminalErrors.dependencyMissed,
          message: expect.stringContaining(
            `no version of ${topicsDataset} for the interval that holds ${day}`,
          ),
        },
      });
      expect(await until(() => waitersOf(topicsDataset), isEmpty)).toEqual([]);
      expect(await activitiesOf(run, 'plan')).toBe(0);
    });

    it('is skipped, with a result that says why and nothing published', async () => {
      const interval = newDay();

      const run = await rig.start(stories, { interval, after: onTopics({ otherwise: 'skip' }) });
      const { summary, rows } = await run.result();
      expect(summary).toMatchObject({
        listed: 0,
        version: null,
        skipped: expect.stringContaining(topicsDataset),
      });
      expect(rows).toEqual([]);
      expect((await rig.headrace.status(run.workflowId)).summary).toEqual(summary);
      expect(await activitiesOf(run, 'plan')).toBe(0);
      expect(await rig.store.findVersion({ dataset: storiesDataset, start: interval.start })).toBeNull();
    });

    it('is finished when it was skipped, and its schedule does not run it again', async () => {
      const interval = newDay();

      const run = await rig.start(stories, { interval, after: onTopics({ otherwise: 'skip' }) });
      await run.result();
      const runId = run.workflowId;
      expect(await rig.store.readRun({ runId, pipeline: stories })).toMatchObject({
        interval,
        input: { limit: 10 },
      });
      const due = await rig.client.workflow.execute<RunIntervalWorkflow>(runIntervalWorkflow, {
        args: [{ pipeline: stories, schedule: 'daily', interval, request: {} }],
        workflowId: `due-${days}`,
        taskQueue: taskQueues.workflows,
      });
      expect(due).toEqual({ runId, interval, outcome: 'finished-already' });
    });

    it('takes the newest version there is where it may', async () => {
      const [before, interval] = [newDay(), newDay()];

      const source = await rig.start(topics, { interval: before });
      rig.finish(topics, before);
      await source.result();
      const run = await rig.start(stories, { interval, after: onTopics({ otherwise: 'use-latest' }) });
      rig.finish(stories, interval);
      expect((await run.result()).summary.landed).toBe(3);
      const { uses } = await rig.store.readRun({ runId: run.workflowId, pipeline: stories });
      expect(uses).toMatchObject([{ dataset: topicsDataset, run: source.workflowId, interval: before }]);
    });

    it('fails where it may take any version, and there is none', async () => {
      const interval = newDay();
      const dataset = 'hacker_news_items';

      const after = onTopics({ dataset, interval: 'latest', otherwise: 'use-latest' });
      const run = await rig.start(stories, { interval, after });
      await expect(run.result()).rejects.toMatchObject({
        cause: {
          type: terminalErrors.dependencyMissed,
          message: expect.stringContaining(`no version of ${dataset}`),
        },
      });
    });

    it('finds what was published without a word in the end', async () => {
      const interval = newDay();

      const run = await rig.start(stories, { interval, after: onTopics({ within: 8_000 }) });
      await until(() => waitersOf(topicsDataset), isAlone(run.workflowId));
      await rig.publish(topics, interval);
      rig.finish(stories, interval);
      expect((await run.result()).summary.landed).toBe(3);
    });
  });

  it('leaves the dataset that it has started to the others that wait for it', async () => {
    const interval = newDay();
    const after = onTopics({ within: 60 * 60_000 });

    const before = rig.client.workflow.getHandle(toDatasetId(topicsDataset));
    await before.terminate().catch(() => undefined);
    const first = await rig.start(stories, { interval, after });
    await until(() => waitersOf(topicsDataset).catch(() => []), isAlone(first.workflowId));
    const other = await rig.start(stories, { interval, after, id: `another-${days}` });
    await until(
      () => waitersOf(topicsDataset),
      ({ length }) => length === 2,
    );
    await first.cancel();
    await expect(first.result()).rejects.toThrow('cancelled');
    expect(await until(() => waitersOf(topicsDataset), isAlone(other.workflowId))).toHaveLength(1);
    for (const pipeline of [topics, stories]) rig.finish(pipeline, interval);
    await rig.start(topics, { interval });
    expect((await other.result()).summary.landed).toBe(3);
  });

  it('ends when it is cancelled, and is forgotten', async () => {
    const interval = newDay();

    const run = await rig.start(digest, { interval });
    await until(() => waitersOf(topicsDataset), isAlone(run.workflowId));
    await run.cancel();
    await expect(run.result()).rejects.toThrow('cancelled');
    expect(await until(() => waitersOf(topicsDataset), isEmpty)).toEqual([]);
    expect(await until(() => waitersOf(storiesDataset), isEmpty)).toEqual([]);
    expect((await rig.headrace.status(run.workflowId)).summary).toMatchObject({ listed: 0, version: null });
  });

  it.each([
    [
      digest,
      { after: [{ dataset: 'topics', interval: 'latest', within: 0, otherwise: 'fail' }] },
      'there is no dataset "topics"; there are hacker_news_stories, ',
    ],
    [
      stories,
      { after: [{ dataset: 'front_page_words', interval: 'latest', within: 0, otherwise: 'fail' }] },
      'hacker-news needs front_page_words, which front-page-digest lands, which needs hacker_news_stories, which hacker-news lands',
    ],
    [digest, {}, 'interval: missing; hacker_news_stories is needed of the same interval'],
  ] as const)('refuses %s with what it cannot wait for', async (pipeline, options, message) => {
    const run = await rig.start(pipeline, { ...options, id: `refused-${(days += 1)}` });
    await expect(run.result()).rejects.toMatchObject({
      cause: { type: terminalErrors.invalidInput, message: expect.stringContaining(message) },
    });
  });
});

/** Topics of this day alone. */
function onTopics(dependency: Partial<Dependency>): Dependency[] {
  return [{ dataset: topicsDataset, interval: 'same', within: 1_000, otherwise: 'fail', ...dependency }];
}

async function activitiesOf(run: AnyRun, type: string): Promise<number> {
  const { events } = await run.fetchHistory();
  return (events ?? []).filter(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name === type,
  ).length;
}

async function waitsFor(run: AnyRun): Promise<string[]> {
  const { phase, waitsFor: waits } = await progressOf(run);
  return phase === 'wait' ? waits.map(({ dataset }) => dataset) : [];
}

function isAlone(name: string): (seen: readonly string[]) => boolean {
  return (seen) => seen.length === 1 && seen[0] === name;
}

function isEmpty(seen: readonly unknown[]): boolean {
  return seen.length === 0;
}
