import { createHeadraceClient, ScheduleNotFound, type ListedSchedule } from '@headrace/client';
import {
  datasetControl,
  discourseTopics,
  frontPageDigest,
  hackerNews,
  retryableErrors,
  toDatasetId,
  type Interval,
} from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startDatasetRig, type DatasetRig } from '../../support/dataset-rig.ts';
import { runHeadrace, type CommandEnd } from '../../support/run-headrace.ts';
import { withWorkers } from '../../support/test-workers.ts';
import { until } from '../../support/until.ts';

const stories = hackerNews.name;
const topics = discourseTopics.name;
const topicsDataset = discourseTopics.dataset.name;

describe('datasets', () => {
  let server: TemporalServer;
  let rig: DatasetRig;
  let days = 0;

  beforeAll(async () => {
    server = await startTemporalServer();
    rig = await startDatasetRig(server.address);
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
    await server.stop();
  });

  function newDay(): Interval {
    const start = Date.UTC(2026, 5, (days += 1));
    return { start: new Date(start).toISOString(), end: new Date(start + 86_400_000).toISOString() };
  }

  function story(work: () => Promise<void>): Promise<void> {
    return withWorkers(server.address, rig.activities, work);
  }

  function cli(line: string): Promise<CommandEnd> {
    const env = { ...process.env, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
    return runHeadrace(line.split(' '), env);
  }

  /** Runs a pipeline on a day of its own. */
  async function land(pipeline: string, interval = newDay()): Promise<string> {
    const run = await rig.start(pipeline, { interval });
    rig.finish(pipeline, interval);
    await run.result();
    return run.workflowId;
  }

  it('are listed with their newest version, and shown with who reads and who follows them', async () => {
    await story(async () => {
      const run = await land(topics);
      const { latest, pipelines } = (await rig.headrace.datasets.list()).find(
        ({ dataset }) => dataset === topicsDataset,
      )!;
      expect(pipelines).toEqual([topics]);
      expect(latest).toMatchObject({ run, pipeline: topics, rows: 3, version: expect.any(Number) });

      const listed = await cli('datasets');
      expect(listed.stdout).toMatch(
        new RegExp(`${topicsDataset} +${topics} +${latest?.version} +3 +2026-06-01 00:00`),
      );
      const shown = await cli(`datasets show ${topicsDataset}`);
      expect(shown.stdout).toContain(`landed by ${topics}`);
      expect(shown.stdout).toContain('read by front-page-digest: same interval, within 2h, otherwise fail');
      expect(shown.stdout).toMatch(
        /version \d+ was published [\d.]+ s ago by run discourse-topics\/daily\/2026-06-01/,
      );
      expect(shown.stdout).toContain('title text');
      const { versions } = JSON.parse((await cli(`datasets show ${topicsDataset} --limit 1 --json`)).stdout);
      expect(versions).toEqual([latest]);
      const unknown = await cli('datasets show topics');
      expect(unknown).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('there are hacker_news_stories, '),
      });
    });
  });

  it('start whoever follows them once for every version, also for one that nobody told of', async () => {
    await story(async () => {
      await land(topics);
      const made = await cli(`schedule create on-topics ${stories} --on ${topicsDataset} --limit 5 --json`);
      const { since = 0 } = (JSON.parse(made.stdout) as ListedSchedule).subscription ?? {};
      expect(await rig.store.findVersion({ dataset: topicsDataset })).toMatchObject({ version: since });

      const runs = [1, 2, 3].map((later) => `${stories}/on-topics/v${since + later}`);
      await land(topics, letGo(newDay()));
      // The second is found when the third is told of.
      await rig.publish(topics, letGo(newDay()));
      await land(topics, letGo(newDay()));
      for (const run of runs)
        await until(
          () => state(run),
          (seen) => seen === 'COMPLETED',
        );
      // Told of again, they are not started again.
      const dataset = rig.client.workflow.getHandle(toDatasetId(topicsDataset));
      await dataset.signal(datasetControl.published, since + 3);
      const followed = await rig.headrace.datasets.show(topicsDataset);
      expect(followed.subscriptions[0]).toMatchObject({ since: since + 3, lastRun: runs.at(-1) });
      for (const run of runs) expect(await executions(run)).toBe(1);
      const { interval, input } = await rig.store.readRun({ runId: runs[0]!, pipeline: stories });
      expect({ interval, input }).toMatchObject({
        interval: { start: expect.stringContaining('2026-06') },
        input: { limit: 5 },
      });

      expect((await cli('schedule list')).stdout).toMatch(
        new RegExp(`on-topics +${stories} +${topicsDataset} +active +${since + 3}`),
      );
      expect((await cli('schedule describe on-topics')).stdout).toContain(
        `every new version of ${topicsDataset}`,
      );
      expect(await cli('schedule delete on-topics --yes')).toMatchObject({ code: 0 });
      expect((await rig.headrace.datasets.show(topicsDataset)).subscriptions).toEqual([]);
      expect(await cli('schedule describe on-topics')).toMatchObject({ code: 2 });
      await land(topics, letGo(newDay()));
      await expect(rig.headrace.schedules.delete('on-topics')).rejects.toThrow(ScheduleNotFound);
      expect(await executions(`${stories}/on-topics/v${since + 4}`)).toBe(0);
    });
  });

  it('are awaited by failures that are no trouble, until there is a newer version', async () => {
    const after = await rig.publish(topics, newDay());
    const request = { dataset: topicsDataset, after };
    await expect(rig.activities.awaitVersion(request)).rejects.toMatchObject({
      type: retryableErrors.noVersion,
      message: `${topicsDataset} has no version past ${after} yet`,
      nonRetryable: false,
      category: 'BENIGN',
    });
    await rig.publish(topics, newDay());
    expect(await rig.activities.awaitVersion(request)).toBe(after + 1);
  });

  it('are not followed by what is no subscription, with what would be', async () => {
    await story(async () => {
      const unknown = await cli(`schedule create x ${stories} --on topics`);
      expect(unknown).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('there is no dataset "topics"; there are'),
      });
      const cycle = await cli(`schedule create x ${topics} --on ${frontPageDigest.dataset.name}`);
      expect(cycle.code).toBe(2);
      expect(cycle.stderr).toContain(
        'discourse-topics needs front_page_words, which front-page-digest lands, which needs discourse_topics, which discourse-topics lands',
      );
      const timed = await cli(`schedule create x ${stories} --on ${topicsDataset} --every 1h`);
      expect(timed).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--every goes with times alone'),
      });
    });
  });

  it('leave schedules of times to be seen and steered while no worker answers for them', async () => {
    const { schedules } = rig.headrace;
    await story(async () => {
      await schedules.create({ name: 'timed', pipeline: stories, when: { every: 36_000_000 } });
      await schedules.create({ name: 'followed', pipeline: stories, when: { on: topicsDataset } });
      await until(
        () => schedules.list(),
        (seen) => seen.length === 2,
      );
    });
    const impatient = createHeadraceClient({ client: rig.client, callTimeout: 2_000 }).schedules;
    const listed = await cli('schedule list');
    expect(listed.stdout).toMatch(/^timed +hacker-news +every 10h +active/m);
    expect(listed.stdout).not.toContain('followed');
    expect(listed.stderr).toContain('schedules on datasets are not shown: ');
    expect(await impatient.pause('timed')).toMatchObject({ paused: true });
    const asked = { type: 'NoAnswer', message: expect.stringContaining('asking who waits for') };
    await expect(impatient.pause('followed')).rejects.toMatchObject(asked);
    const sameName = impatient.create({ name: 'followed', pipeline: stories, when: { every: 36_000_000 } });
    await expect(sameName).rejects.toMatchObject(asked);
    await impatient.delete('timed');
    await story(() => schedules.delete('followed'));
  });

  it('let a run say on the command line what it waits for, and status until when', async () => {
    const interval = newDay();
    const day = interval.start.slice(0, 10);
    await story(async () => {
      const line = `start ${stories} --id waits --interval ${day} --after ${topicsDataset},within=30m,otherwise=skip`;
      expect(await cli(line)).toMatchObject({ code: 0 });
      await until(
        () => rig.headrace.status('waits'),
        ({ progress }) => progress?.waitsFor.length === 1,
      );
      const { stdout } = await cli('status waits');
      expect(stdout).toMatch(
        /wait {2}for discourse_topics of the same interval until \d{4}-\d\d-\d\d \d\d:\d\d/,
      );
      rig.finish(stories, interval);
      await land(topics, interval);
      await rig.headrace.result('waits');

      const refused = await cli(`run ${frontPageDigest.name}`);
      expect(refused).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('interval: missing; hacker_news_stories'),
      });
      const unknown = await cli(`start ${stories} --after things,interval=latest`);
      expect(unknown).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('there is no dataset "things"'),
      });
    });
  });

  /** Has the followers' source answer for a day as soon as it is asked. */
  function letGo(interval: Interval): Interval {
    rig.finish(stories, interval);
    return interval;
  }

  async function state(run: string): Promise<string> {
    const handle = rig.client.workflow.getHandle(run);
    return handle.describe().then(
      ({ status }) => status.name,
      () => 'not there',
    );
  }

  async function executions(run: string): Promise<number> {
    const { count } = await rig.client.workflow.count(`WorkflowId = '${run}'`);
    return count;
  }
});
