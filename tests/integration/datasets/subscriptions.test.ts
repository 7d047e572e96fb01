import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { SchedulesClient } from '@headrace/client';
import {
  datasetControl,
  discourseTopics,
  frontPageDigest,
  hackerNews,
  hackerNewsArchive,
  toDatasetId,
  type DatasetState,
  type Dependency,
  type Interval,
  type ScheduleDefinition,
  type Subscription,
} from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { startDatasetRig, type DatasetRig } from '../../support/dataset-rig.ts';
import { runHeadrace, type CommandEnd } from '../../support/run-headrace.ts';
import { withWorkers } from '../../support/test-workers.ts';
import { until } from '../../support/until.ts';

const stories = hackerNews.name;
const topics = discourseTopics.name;
const onTopics = { on: discourseTopics.dataset.name };
const onStories = { on: hackerNews.dataset.name };
const onItems = { on: hackerNewsArchive.dataset.name };
const onWords = { on: frontPageDigest.dataset.name };
const everyDay = { every: 86_400_000 };

let server: TemporalServer;
let rig: DatasetRig;
let schedules: SchedulesClient;
let folder: string;
let days = 0;
const end = Promise.withResolvers<void>();
let workers: Promise<void>;

beforeAll(async () => {
  server = await startTemporalServer();
  rig = await startDatasetRig(server.address);
  schedules = rig.headrace.schedules;
  folder = await mkdtemp(join(tmpdir(), 'headrace-subscriptions-'));
  workers = withWorkers(server.address, rig.activities, () => end.promise);
  workers.catch(end.reject);
});
afterAll(async () => {
  end.resolve();
  await workers;
  await rig?.[Symbol.asyncDispose]();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true });
});
afterEach(async () => {
  for (const { definition } of await schedules.list()) await schedules.delete(definition.name);
  await until(
    () => schedules.list(),
    ({ length }) => length === 0,
  );
});

function follow(name: string, fields: Partial<ScheduleDefinition> = {}): ScheduleDefinition {
  return { name, pipeline: stories, when: onTopics, ...fields };
}

/** What the dataset's workflow itself holds under that name. */
async function held(name: string, { on } = onTopics): Promise<Subscription | undefined> {
  const handle = rig.client.workflow.getHandle(toDatasetId(on));
  const { subscriptions } = await handle.query<DatasetState>(datasetControl.state);
  return subscriptions.find(({ definition }) => definition.name === name);
}

/** A new version of the topics, told of where there is somebody to tell; its followers' runs go through. */
async function publish(): Promise<{ version: number; interval: Interval }> {
  const start = Date.UTC(2026, 5, (days += 1));
  const interval = {
    start: new Date(start).toISOString(),
    end: new Date(start + everyDay.every).toISOString(),
  };
  rig.finish(stories, interval);
  const version = await rig.publish(topics, interval);
  const dataset = rig.client.workflow.getHandle(toDatasetId(onTopics.on));
  await dataset.signal(datasetControl.published, version).catch(() => undefined);
  return { version, interval };
}

function reached(name: string, version: number): Promise<Subscription | undefined> {
  return until(
    () => held(name),
    (subscription) => subscription?.since === version,
  );
}

async function executions(run: string): Promise<number> {
  const seen = rig.client.workflow.list({ query: `WorkflowId = '${run}'` });
  return (await Array.fromAsync(seen)).length;
}

/** The refusal of a schedule that would come to need itself. */
function circle(path: string): object {
  return { type: 'InvalidInput', message: expect.stringContaining(path) };
}

function cli(line: string, ...args: string[]): Promise<CommandEnd> {
  const env = { ...process.env, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
  return runHeadrace([...line.split(' '), ...args], env);
}

async function apply(content: string, ...flags: string[]): Promise<CommandEnd> {
  const file = join(folder, 'schedules.yaml');
  await writeFile(file, content);
  return cli('schedule apply', file, ...flags);
}

describe('a schedule that follows a dataset', () => {
  test('is made, listed, described, changed and deleted where the dataset is', async () => {
    const { version } = await publish();
    const made = await schedules.create(follow('whole', { input: { limit: 5 }, note: 'for the page' }));
    expect(made).toMatchObject({
      definition: { name: 'whole', pipeline: stories, when: onTopics, input: { limit: 5 } },
      paused: false,
      note: 'for the page',
      subscription: { since: version, lastRun: null },
      next: [],
    });
    expect(await held('whole')).toMatchObject({ definition: { input: { limit: 5 } }, since: version });
    expect(await schedules.list()).toEqual([made]);
    expect(await schedules.list({ kind: 'timed' })).toEqual([]);
    expect(await schedules.describe('whole')).toEqual({ ...made, recent: [] });

    const next = await publish();
    const runId = `${stories}/whole/v${next.version}`;
    await reached('whole', next.version);
    expect(await schedules.describe('whole')).toMatchObject({
      subscription: { since: next.version, lastRun: runId },
      recent: [{ runId, takenAt: expect.any(String) }],
    });

    const changed = await schedules.update('whole', follow('whole', { input: { limit: 6 } }));
    expect(changed).toMatchObject({ note: null, subscription: { since: next.version, lastRun: runId } });
    expect((await held('whole'))?.definition).toMatchObject({ input: { limit: 6 } });
    await schedules.delete('whole');
    expect(await held('whole')).toBeUndefined();
    await expect(schedules.describe('whole')).rejects.toMatchObject({ type: 'ScheduleNotFound' });
    await expect(schedules.delete('whole')).rejects.toMatchObject({ type: 'ScheduleNotFound' });
    await expect(schedules.update('whole', follow('whole'))).rejects.toMatchObject({
      type: 'ScheduleNotFound',
    });
  });

  test('passes versions over while it is paused, and goes on with the next', async () => {
    await schedules.create(follow('pausing', { note: 'for the page' }));
    expect(await schedules.pause('pausing', 'the source is down')).toMatchObject({
      paused: true,
      note: 'the source is down',
    });
    expect(await held('pausing')).toMatchObject({
      definition: { paused: true, note: 'for the page' },
      note: 'the source is down',
    });
    const kept = await schedules.update('pausing', follow('pausing', { note: 'for the page', input: {} }));
    expect(kept).toMatchObject({ paused: true, note: 'the source is down' });

    const passed = await publish();
    expect(await reached('pausing', passed.version)).toMatchObject({ lastRun: null });
    expect(await schedules.unpause('pausing')).toMatchObject({ paused: false, note: 'for the page' });
    const { version } = await publish();
    const runId = `${stories}/pausing/v${version}`;
    expect(await reached('pausing', version)).toMatchObject({
      definition: { paused: false },
      lastRun: runId,
    });
    await rig.headrace.result(runId);
    expect(await executions(`${stories}/pausing/v${passed.version}`)).toBe(0);
  });

  test('is triggered for the newest version, once, paused or not', async () => {
    const { version, interval } = await publish();
    await schedules.create(follow('by-hand', { paused: true, input: { limit: 5 } }));
    const runId = `${stories}/by-hand/v${version}`;
    expect(await schedules.trigger('by-hand')).toEqual({ runId, interval });
    await rig.headrace.result(runId);
    expect(await rig.store.readRun({ runId, pipeline: stories })).toMatchObject({
      interval,
      input: { limit: 5 },
    });
    expect(await schedules.trigger('by-hand')).toEqual({ runId, interval });
    await until(
      () => executions(runId),
      (count) => count === 1,
    );
    expect(await schedules.describe('by-hand')).toMatchObject({ recent: [{ runId, state: 'completed' }] });
  });

  test('has no run to be triggered for before the first version', async () => {
    await schedules.create(follow('early', { when: onItems }));
    await expect(schedules.trigger('early')).rejects.toThrow(
      'on: hacker_news_items has no version yet; its first starts a run',
    );
  });

  test('has no times to be asked for or run again', async () => {
    await schedules.create(follow('timeless'));
    const range = { from: new Date('2026-11-01'), to: new Date('2026-11-02') };
    const refusal = {
      type: 'InvalidInput',
      message: expect.stringContaining(
        'when: it runs on new versions of discourse_topics and has no times; a backfill runs hacker-news over past',
      ),
    };
    await expect(schedules.next('timeless')).rejects.toMatchObject(refusal);
    await expect(schedules.backfill('timeless', range)).rejects.toMatchObject(refusal);
    await expect(schedules.create(follow('jittery', { jitter: 1_000, when: { on: 'x' } }))).rejects.toThrow(
      /there is no dataset "x"; there are hacker_news_stories, .*; jitter: goes with times alone/,
    );
  });

  test('shares its name with no schedule of times', async () => {
    const taken = { type: 'ScheduleExists', schedule: 'taken' };
    await schedules.create(follow('taken'));
    await expect(schedules.create(follow('taken'))).rejects.toMatchObject(taken);
    await expect(schedules.create(follow('taken', { when: everyDay }))).rejects.toMatchObject(taken);
    const elsewhere = follow('taken', { pipeline: topics, when: onStories });
    await expect(schedules.create(elsewhere)).rejects.toMatchObject(taken);
    await schedules.delete('taken');
    await schedules.create(follow('taken', { when: everyDay }));
    await expect(schedules.create(follow('taken'))).rejects.toMatchObject(taken);
    expect(await held('taken')).toBeUndefined();
  });

  test('is moved to times, back, and to another dataset, and is never in two places', async () => {
    await schedules.create(follow('moving', { paused: true, input: { limit: 5 } }));
    const timed = await schedules.update('moving', follow('moving', { when: everyDay }));
    expect(timed).toMatchObject({ paused: true, subscription: null });
    expect(await held('moving')).toBeUndefined();
    const handle = rig.client.schedule.getHandle('moving');
    expect((await handle.describe()).state.paused).toBe(true);

    const back = await schedules.update('moving', follow('moving', { paused: false }));
    expect(back).toMatchObject({ paused: false, subscription: { lastRun: null } });
    await expect(handle.describe()).rejects.toMatchObject({ name: 'ScheduleNotFoundError' });
    expect(await held('moving')).toMatchObject({ definition: { paused: false } });

    await schedules.update('moving', follow('moving', { when: onItems }));
    expect(await held('moving')).toBeUndefined();
    expect(await held('moving', onItems)).toMatchObject({ definition: { when: onItems } });
  });

  test('does not come to start itself, whoever closes the circle', async () => {
    const after: Dependency[] = [
      { dataset: onStories.on, interval: 'latest', within: 1_000, otherwise: 'fail' },
    ];
    await expect(schedules.create(follow('self', { pipeline: topics }))).rejects.toMatchObject(
      circle('on: discourse-topics needs discourse_topics, which discourse-topics lands: a cycle'),
    );
    await expect(schedules.create(follow('x', { when: onWords }))).rejects.toMatchObject(
      circle(
        'on: hacker-news needs front_page_words, which front-page-digest lands, which needs hacker_news_stories, which hacker-news lands',
      ),
    );

    const path =
      'discourse-topics needs hacker_news_stories, which hacker-news lands, which needs discourse_topics, which discourse-topics lands';
    await schedules.create(follow('first'));
    const second = follow('second', { pipeline: topics, when: onStories });
    await expect(schedules.create(second)).rejects.toMatchObject(
      circle(`on: ${path}: a cycle that would not end`),
    );
    const waiting = follow('second', { pipeline: topics, when: everyDay, after });
    await expect(schedules.create(waiting)).rejects.toMatchObject(
      circle(`after: ${path}: a cycle that nobody can begin`),
    );
    await schedules.create(follow('second', { pipeline: hackerNewsArchive.name, when: onStories }));
    await expect(schedules.update('second', second)).rejects.toMatchObject(circle(`on: ${path}`));

    await schedules.delete('first');
    await schedules.update('second', waiting);
    await until(
      () => schedules.list(),
      ({ length }) => length === 1,
    );
    await expect(schedules.create(follow('first'))).rejects.toMatchObject(
      circle('on: hacker-news needs discourse_topics, which discourse-topics lands, which needs hacker_news'),
    );
  });
});

describe('the command line', () => {
  test('has one set of verbs for schedules of both kinds', async () => {
    const { version } = await publish();
    const made = await cli(`schedule create verbs ${stories} --on ${onTopics.on} --limit 5 --note morning`);
    expect(made).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^when +every new version of disc/m),
    });
    const paused = await cli('schedule pause verbs --note', 'source is down');
    expect(paused.stdout).toBe('schedule verbs: paused, source is down\n');
    expect(await held('verbs')).toMatchObject({ definition: { paused: true }, note: 'source is down' });
    expect((await cli('schedule unpause verbs')).stdout).toBe('schedule verbs: active, morning\n');
    expect((await held('verbs'))?.definition.paused).toBe(false);

    const triggered = await cli('schedule trigger verbs');
    expect(triggered).toMatchObject({ code: 0, stdout: `${stories}/verbs/v${version}\n` });
    await rig.headrace.result(triggered.stdout.trim());
    const described = await cli('schedule describe verbs');
    expect(described.stdout).toMatch(/^state +active: morning$/m);
    expect(described.stdout).toMatch(
      new RegExp(`^${stories}/verbs/v${version} +completed +– +– +\\d{4}-`, 'm'),
    );

    const updated = await cli('schedule update verbs --limit 6 --json');
    expect(JSON.parse(updated.stdout)).toMatchObject({ definition: { when: onTopics, input: { limit: 6 } } });
    expect((await held('verbs'))?.definition.input).toEqual({ limit: 6 });
    expect(await cli('schedule next verbs')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('verbs has no times of its own: it is on discourse_topics'),
    });
    expect(await cli('schedule backfill verbs --from 2026-11-01 --to 2026-11-02')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no times; a backfill runs hacker-news over past intervals'),
    });
    expect(await cli('schedule update verbs --overlap allow-all')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('overlap: goes with times alone'),
    });
  });

  test('moves a schedule between times and datasets, and lists both kinds', async () => {
    await cli(`schedule create mover ${stories} --every 10h --overlap buffer-one --limit 5`);
    const moved = await cli(`schedule update mover --on ${onTopics.on} --json`);
    expect(JSON.parse(moved.stdout)).toMatchObject({ definition: { when: onTopics, input: { limit: 5 } } });
    expect(await held('mover')).toBeDefined();
    await cli(`schedule create times ${stories} --every 10h`);
    const listed = await until(
      () => cli('schedule list'),
      ({ stdout }) => stdout.includes('times'),
    );
    expect(listed.stdout).toMatch(/^times +hacker-news +every 10h +active/m);
    expect(listed.stdout).toMatch(/^mover +hacker-news +discourse_topics +active +\d+ +–$/m);
    const { schedules: all } = JSON.parse((await cli('schedule list --json')).stdout);
    expect(all.map(({ definition }: { definition: ScheduleDefinition }) => definition.name)).toEqual([
      'times',
      'mover',
    ]);
    const back = await cli('schedule update mover --every 2h');
    expect(back.stdout).toMatch(/^when +every 2h$/m);
    expect(await held('mover')).toBeUndefined();
  });
});

describe('a file', () => {
  const text = `schedules:
  daily: { pipeline: hacker-news, every: 1d }
  follower:
    pipeline: hacker-news
    on: discourse_topics
    input: { limit: 5 }
`;

  test('is applied with what follows a dataset: added, left alone, changed, checked and pruned', async () => {
    const first = await apply(text, '--yes');
    expect(first.stdout).toContain('+ follower: hacker-news, on discourse_topics\n2 to add');
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('follower added\n') });
    expect(await held('follower')).toMatchObject({ definition: { input: { limit: 5 } } });
    expect(await apply(text, '--check')).toMatchObject({
      code: 0,
      stdout: 'nothing to change: 2 schedules are as the file says\n',
    });

    await schedules.pause('follower');
    const check = await apply(text, '--check');
    expect(check).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^~ follower\n {4}paused: true → false$/m),
    });
    expect(await apply(text.replace('limit: 5', 'limit: 6'), '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('    input.limit: 5 → 6\n    paused: true → false\n'),
    });
    expect(await held('follower')).toMatchObject({ definition: { paused: false, input: { limit: 6 } } });

    const less = text.slice(0, text.indexOf('  follower:'));
    expect((await apply(less, '--yes')).stdout).toContain('not in the file: follower; --prune removes');
    expect(await held('follower')).toBeDefined();
    expect(await apply(less, '--prune', '--check')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('- follower\n'),
    });
    expect(await apply(less, '--prune', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('follower removed\n'),
    });
    expect(await held('follower')).toBeUndefined();
  });

  test('moves a schedule from times to a dataset', async () => {
    await apply(text, '--yes');
    const moved = await apply(text.replace('every: 1d', 'on: discourse_topics'), '--yes');
    expect(moved).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^~ daily\n {4}when: every 1d → on discourse_topics$/m),
    });
    expect(await held('daily')).toBeDefined();
    expect(await schedules.describe('daily')).toMatchObject({ definition: { when: onTopics } });
  });

  test('is refused what only times have beside a dataset', async () => {
    const { code, stderr } = await apply(text.replace('    on:', '    jitter: 1m\n    on:'), '--yes');
    expect(stderr).toMatch(
      /schedules\.yaml:5:5: schedules\.follower\.jitter: given with on; only what has times/,
    );
    expect(code).toBe(2);
  });
});
