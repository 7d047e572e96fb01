import {
  createHeadraceClient,
  type HeadraceClient,
  type ListedSchedule,
  type ScheduleCounts,
} from '@headrace/client';
import type { ScheduleDefinition } from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Client, Connection, type ScheduleDescription, type ScheduleHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { until } from '../../support/until.ts';

let server: TemporalServer;
let connection: Connection;
let temporal: Client;
let headrace: HeadraceClient;

beforeAll(async () => {
  server = await startTemporalServer();
  connection = await Connection.connect({ address: server.address });
  temporal = new Client({ connection });
  headrace = createHeadraceClient({ client: temporal });
});

afterAll(async () => {
  await connection?.close();
  await server?.stop();
});

const hour = 3_600_000;

function define(name: string, fields: Partial<ScheduleDefinition> = {}): ScheduleDefinition {
  return { name, pipeline: 'hacker-news', when: { every: 10 * hour }, ...fields };
}

/** What Temporal itself has under that name. */
function held(name: string): Promise<ScheduleDescription> {
  return temporal.schedule.getHandle(name).describe();
}

describe('create', () => {
  test('Temporal holds the times, the policies and the action that starts the runs', async () => {
    const made = await headrace.schedules.create(
      define('whole', {
        input: { feed: 'best' },
        overrides: { batch: { size: 100 } },
        when: { every: 10 * hour, offset: 5 * 60_000 },
        overlap: 'buffer-one',
        catchUp: 3_600_000,
        jitter: 60_000,
        pauseOnFailure: true,
        note: 'for the morning page',
      }),
    );
    expect(made).toMatchObject({ paused: false, note: 'for the morning page', drift: [] });
    expect(await held('whole')).toMatchObject({
      spec: { intervals: [{ every: 10 * hour, offset: 5 * 60_000 }], jitter: 60_000 },
      policies: { overlap: 'BUFFER_ONE', catchupWindow: 3_600_000, pauseOnFailure: true },
      state: { paused: false, note: 'for the morning page' },
      action: {
        workflowType: 'runInterval',
        taskQueue: 'headrace-workflows',
        workflowId: 'schedule/whole',
        args: [
          {
            pipeline: 'hacker-news',
            schedule: 'whole',
            when: { every: 10 * hour, offset: 5 * 60_000 },
            request: { input: { feed: 'best' }, overrides: { batch: { size: 100 } } },
          },
        ],
      },
    });
  });

  test('what is not given has the defaults: skip, ten minutes, no jitter, no pause', async () => {
    const { definition } = await headrace.schedules.create(define('plain'));
    expect(definition).toMatchObject({ overlap: 'skip', catchUp: 600_000, jitter: 0, pauseOnFailure: false });
    expect(await held('plain')).toMatchObject({
      policies: { overlap: 'SKIP', catchupWindow: 600_000, pauseOnFailure: false },
    });
  });

  test.each([
    ['0 6 * * *', 'Europe/Berlin'],
    ['*/15 6-8 1-7 JAN,mar *', 'America/New_York'],
    ['30 0 9-17/2 * * MON-FRI *', 'UTC'],
    ['@weekly', 'Asia/Kolkata'],
  ])('%s in %s is read by the server as it is here', async (cron, zone) => {
    const name = `cron-${zone.toLowerCase().replaceAll(/[^a-z]/g, '-')}`;
    const { drift, next } = await headrace.schedules.create(define(name, { when: { cron, zone } }));
    expect(drift).toEqual([]);
    const { info, spec } = await held(name);
    expect(spec.timezone).toBe(zone);
    expect(next.map(({ start }) => start)).toEqual(
      info.nextActionTimes.slice(0, 5).map((time) => time.toISOString()),
    );
  });

  test('a schedule that is made paused acts on nothing', async () => {
    const { paused, next } = await headrace.schedules.create(define('asleep', { paused: true }));
    expect({ paused, next }).toEqual({ paused: true, next: [] });
    expect((await held('asleep')).state.paused).toBe(true);
  });

  test('a name that is taken is refused, and the schedule that has it stays', async () => {
    await headrace.schedules.create(define('taken'));
    const second = headrace.schedules.create(define('taken', { when: { every: hour } }));
    await expect(second).rejects.toMatchObject({ type: 'ScheduleExists', schedule: 'taken' });
    expect((await held('taken')).spec.intervals).toMatchObject([{ every: 10 * hour }]);
  });

  test('everything that is wrong is named at once, and nothing is made', async () => {
    const create = headrace.schedules.create({
      name: 'No Name',
      pipeline: 'hacker-news',
      input: { feed: 'nope', limit: 0 },
      when: { every: 10 },
      overlap: 'both' as never,
      catchUp: 1,
    });
    await expect(create).rejects.toMatchObject({ type: 'InvalidInput' });
    const { problems } = (await create.catch((error: unknown) => error)) as { problems: { field: string }[] };
    expect(problems.map(({ field }) => field)).toEqual([
      'name',
      'overlap',
      'catchUp',
      'feed',
      'limit',
      'when',
    ]);
    await expect(held('No Name')).rejects.toMatchObject({ name: 'ScheduleNotFoundError' });
  });

  test('an unknown pipeline, a cron line and a zone are refused with what is valid', async () => {
    expect(await refuse({ pipeline: 'haker-news' })).toMatchObject({
      message: expect.stringContaining('there is no pipeline "haker-news"; there are hacker-news, '),
    });
    expect(await refuse({ when: { cron: '0 25 * * *', zone: 'UTC' } })).toMatchObject({
      message: expect.stringContaining('hour: "25" is not'),
    });
    expect(await refuse({ when: { cron: '0 5 * * *', zone: 'Berlin' } })).toMatchObject({
      message: expect.stringContaining('did you mean Europe/Berlin?'),
    });
  });
});

describe('a schedule that is there', () => {
  test('is listed by name with what it does next; those of others are not', async () => {
    await headrace.schedules.create(define('listed-b'));
    await headrace.schedules.create(define('listed-a', { note: 'first' }));
    await createForeign('listed-foreign');
    const names = await until(
      async () => (await headrace.schedules.list()).map(({ definition }) => definition.name),
      (seen) => seen.includes('listed-a') && seen.includes('listed-b'),
    );
    expect(names.indexOf('listed-a')).toBeLessThan(names.indexOf('listed-b'));
    expect(names).not.toContain('listed-foreign');
    const listed = (await headrace.schedules.list()).find(({ note }) => note === 'first');
    expect(listed?.next).toHaveLength(5);
    expect(listed?.counts).toEqual({ taken: 0, missed: 0, skipped: 0, waiting: 0, dropped: 0 });
  });

  test('is paused with a word, and goes on with its own note', async () => {
    await headrace.schedules.create(define('halting', { note: 'nightly' }));
    expect(await headrace.schedules.pause('halting', 'the forum is down')).toMatchObject({
      paused: true,
      note: 'the forum is down',
      next: [],
      drift: [],
    });
    expect((await held('halting')).state).toMatchObject({ paused: true, note: 'the forum is down' });
    expect(await headrace.schedules.unpause('halting')).toMatchObject({ paused: false, note: 'nightly' });
    expect((await held('halting')).state).toMatchObject({ paused: false, note: 'nightly' });
  });

  test('acts when triggered, on the interval that holds the moment', async () => {
    await headrace.schedules.create(define('triggered', { paused: true }));
    const { runId, interval } = await headrace.schedules.trigger('triggered');
    const start = Math.floor(Date.now() / (10 * hour)) * 10 * hour;
    expect(interval).toEqual(toInterval(start, 10 * hour));
    expect(runId).toMatch(/^hacker-news\/triggered\/\d{4}-/);
    const [action] = await untilActed('triggered', 1);
    const starter = await temporal.workflow.getHandle(action ?? '').describe();
    expect(starter).toMatchObject({ type: 'runInterval', taskQueue: 'headrace-workflows' });
    expect(await headrace.schedules.describe('triggered')).toMatchObject({
      counts: { taken: 1 },
      recent: [{ runId, interval, state: null }],
    });
  });

  test('has another definition after an update, and stays paused', async () => {
    await headrace.schedules.create(define('changing', { paused: true, input: { limit: 5 } }));
    await headrace.schedules.pause('changing', 'wait');
    const changed = await headrace.schedules.update(
      'changing',
      define('changing', { when: { cron: '0 6 * * *', zone: 'Europe/Berlin' }, overlap: 'allow-all' }),
    );
    expect(changed).toMatchObject({ paused: true, note: 'wait', drift: [] });
    expect(changed.definition).toMatchObject({ when: { cron: '0 6 * * *' }, overlap: 'allow-all' });
    const { spec, policies, state, action } = await held('changing');
    expect({ spec, policies, state }).toMatchObject({
      spec: { intervals: [], timezone: 'Europe/Berlin' },
      policies: { overlap: 'ALLOW_ALL' },
      state: { paused: true, note: 'wait' },
    });
    expect(action.args).toMatchObject([{ when: { cron: '0 6 * * *' }, request: { input: {} } }]);
    const again = await headrace.schedules.update('changing', define('changing', { paused: false }));
    expect(again).toMatchObject({ paused: false, drift: [] });
  });

  test('keeps its name, and what is refused leaves it as it was', async () => {
    await headrace.schedules.create(define('steady'));
    const renamed = headrace.schedules.update('steady', define('other'));
    await expect(renamed).rejects.toMatchObject({ type: 'InvalidInput', problems: [{ field: 'name' }] });
    const wrong = headrace.schedules.update('steady', define('steady', { when: { every: 1 } }));
    await expect(wrong).rejects.toMatchObject({ type: 'InvalidInput', problems: [{ field: 'when' }] });
    expect((await held('steady')).spec.intervals).toMatchObject([{ every: 10 * hour }]);
  });

  test('tells what other hands have changed in Temporal', async () => {
    await headrace.schedules.create(define('drifting'));
    await temporal.schedule.getHandle('drifting').update(({ action, ...before }) => ({
      ...before,
      spec: { intervals: [{ every: hour }], jitter: 5_000 },
      policies: { ...before.policies, overlap: 'CANCEL_OTHER' },
      action: { ...action, args: [{ pipeline: 'hacker-news' }], memo: {} },
    }));
    const { drift, definition } = await headrace.schedules.describe('drifting');
    expect(definition).toMatchObject({ when: { every: 10 * hour }, overlap: 'skip' });
    expect(drift).toMatchObject([
      { field: 'when', held: 'every 3600 s', wanted: 'every 36000 s' },
      { field: 'overlap', held: 'cancel-other', wanted: 'skip' },
      { field: 'jitter', held: 5_000, wanted: 0 },
      { field: 'request', held: [{ pipeline: 'hacker-news' }] },
    ]);
    const mended = await headrace.schedules.update('drifting', definition);
    expect(mended.drift).toEqual([]);
    expect((await held('drifting')).spec.intervals).toMatchObject([{ every: 10 * hour }]);
  });

  test('acts on past times one after the other, from the first up to the last that is before the end', async () => {
    await headrace.schedules.create(define('past', { when: { every: hour }, paused: true }));
    const [from, to] = [new Date('2026-11-20T00:00:00Z'), new Date('2026-11-20T05:00:00Z')];
    const runs = await headrace.schedules.backfill('past', { from, to });
    expect(runs.map(({ runId }) => runId)).toEqual([
      'hacker-news/past/2026-11-20',
      'hacker-news/past/2026-11-20T01:00Z',
      'hacker-news/past/2026-11-20T02:00Z',
      'hacker-news/past/2026-11-20T03:00Z',
      'hacker-news/past/2026-11-20T04:00Z',
    ]);
    const acted = new Set<string>();
    // There is no worker: each stands in for a run that ends.
    while (acted.size < 5) {
      const actions = await untilActed('past', acted.size + 1);
      for (const action of actions) {
        if (!acted.has(action)) await temporal.workflow.getHandle(action).terminate();
        acted.add(action);
      }
    }
    expect([...acted].toSorted()).toEqual(
      [0, 1, 2, 3, 4].map((at) => `schedule/past-2026-11-20T0${at}:00:00Z`),
    );
    await until(
      () => headrace.schedules.describe('past'),
      ({ counts }) => counts.waiting === 0 && counts.taken === 5,
    );
  });

  test('counts the times that it left out, and those that wait, while a run goes on', async () => {
    // There is no worker, so that the first run goes on and on.
    await headrace.schedules.create(define('leaving-out', { when: { every: 1_000 } }));
    await headrace.schedules.create(define('queueing', { when: { every: 1_000 }, overlap: 'buffer-one' }));
    const left = await untilCounted('leaving-out', ({ skipped }) => skipped >= 2);
    expect(left).toMatchObject({ counts: { taken: 1, waiting: 0 }, lastAt: expect.any(String) });
    const queued = await untilCounted('queueing', ({ skipped }) => skipped >= 1);
    expect(queued).toMatchObject({ counts: { taken: 1, waiting: 1 } });
    for (const name of ['leaving-out', 'queueing']) {
      const { info } = await held(name);
      const { counts } = await headrace.schedules.pause(name);
      expect(counts.skipped).toBeGreaterThanOrEqual(info.numActionsSkippedOverlap);
    }
  });

  test('acts on no more than a thousand past times, and on none that is yet to come', async () => {
    await headrace.schedules.create(define('endless', { when: { every: 60_000 } }));
    const backfill = (from: string, to: string): Promise<unknown> =>
      headrace.schedules.backfill('endless', { from: new Date(from), to: new Date(to) });
    await expect(backfill('2026-11-01', '2026-11-02')).rejects.toMatchObject(toRefusal('from'));
    await expect(backfill('2026-11-02', '2026-11-01')).rejects.toMatchObject(toRefusal('to'));
    await expect(backfill('2026-11-02', '9999-11-01')).rejects.toMatchObject(toRefusal('to'));
    expect((await held('endless')).info.numActionsTaken).toBe(0);
  });

  test('tells its next intervals, as does one that is yet to be made', async () => {
    await headrace.schedules.create(define('coming'));
    const after = new Date('2026-11-21T00:00:00Z');
    const [first, second] = await headrace.schedules.next('coming', { limit: 2, after });
    expect(second?.start).toBe(first?.end);
    expect(await headrace.schedules.next({ every: 10 * hour }, { limit: 1, after })).toEqual([first]);
    const wrong = headrace.schedules.next({ cron: '0 6 * *', zone: 'UTC' });
    await expect(wrong).rejects.toMatchObject({ type: 'InvalidInput' });
  });

  test('is gone once it is deleted', async () => {
    await headrace.schedules.create(define('leaving'));
    await headrace.schedules.delete('leaving');
    await expect(held('leaving')).rejects.toMatchObject({ name: 'ScheduleNotFoundError' });
    await headrace.schedules.create(define('leaving'));
  });
});

test("every verb says that there is no such schedule, for one that is not Headrace's too", async () => {
  await createForeign('foreign');
  const { schedules } = headrace;
  const range = { from: new Date('2026-11-20'), to: new Date('2026-11-21') };
  for (const name of ['nowhere', 'foreign']) {
    const verbs = [
      () => schedules.describe(name),
      () => schedules.pause(name),
      () => schedules.unpause(name),
      () => schedules.trigger(name),
      () => schedules.update(name, define(name)),
      () => schedules.delete(name),
      () => schedules.backfill(name, range),
      () => schedules.next(name),
    ];
    for (const verb of verbs) {
      await expect(verb()).rejects.toMatchObject({ type: 'ScheduleNotFound', schedule: name });
    }
  }
  expect((await held('foreign')).state).toMatchObject({ paused: true });
});

test('a Temporal that is away is told within the bound of a call', async () => {
  const away = await startTemporalServer();
  const lost = await Connection.connect({ address: away.address });
  const { schedules } = createHeadraceClient({ client: new Client({ connection: lost }), callTimeout: 500 });
  await away.kill();
  const asked = Date.now();
  const verbs = [() => schedules.list(), () => schedules.describe('x'), () => schedules.create(define('x'))];
  for (const verb of verbs) {
    await expect(verb()).rejects.toMatchObject({ type: 'TemporalUnreachable' });
  }
  // What one call may take by default.
  expect(Date.now() - asked).toBeLessThan(10_000);
  await lost.close();
});

/** What a definition with such fields is refused with. */
function refuse(fields: Partial<ScheduleDefinition>): Promise<unknown> {
  return headrace.schedules.create(define('refused', fields)).catch((error: unknown) => error);
}

function toRefusal(field: string): object {
  return { type: 'InvalidInput', problems: [{ field }] };
}

function createForeign(scheduleId: string): Promise<ScheduleHandle> {
  return temporal.schedule.create({
    scheduleId,
    spec: { intervals: [{ every: hour }] },
    action: { type: 'startWorkflow', workflowType: 'other', taskQueue: 'other' },
    state: { paused: true },
  });
}

function untilCounted(name: string, holds: (counts: ScheduleCounts) => boolean): Promise<ListedSchedule> {
  return until(
    () => headrace.schedules.describe(name),
    ({ counts }) => holds(counts),
  );
}

/** The workflows that a schedule has started, once there are so many. */
async function untilActed(name: string, count: number): Promise<string[]> {
  const { info } = await until(
    () => held(name),
    ({ info: { numActionsTaken } }) => numActionsTaken >= count,
  );
  return info.recentActions.map(({ action }) => action.workflow.workflowId);
}

function toInterval(start: number, length: number): object {
  return { start: new Date(start).toISOString(), end: new Date(start + length).toISOString() };
}
