import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Client, Connection, type ScheduleDescription } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runHeadrace, type CommandEnd } from '../../support/run-headrace.ts';
import { until } from '../../support/until.ts';

describe('a wrong command line', () => {
  const env: NodeJS.ProcessEnv = { ...process.env, TEMPORAL_ADDRESS: '127.0.0.1:1' };
  const make = ['schedule', 'create', 'daily', 'hacker-news'];
  const wrong: [readonly string[], RegExp][] = [
    [['schedule'], /missing command/],
    [['schedule', 'lst'], /unknown command 'lst'; did you mean list\?/],
    [['schedule', 'create'], /missing name: headrace schedule create NAME PIPELINE \[flags\]; there are /],
    [
      ['schedule', 'create', 'daily', '--every', '1h'],
      /missing pipeline: headrace schedule create NAME PIPELINE/,
    ],
    [
      ['schedule', 'create', 'Daily', 'hacker-news'],
      /name: "Daily" is not lower-case letters, digits and dashes/,
    ],
    [['schedule', 'create', 'daily', 'haker-news'], /no pipeline "haker-news"; did you mean hacker-news\?/],
    [make, /nothing says when: give --every, or --cron or --calendar with --zone/],
    [[...make, '--every', '1h', '--limit', '0'], /--limit: 0 is not an integer from 1 to 500/],
    [[...make, '--every', '1h', '--limt', '5'], /unknown option '--limt'; did you mean --limit\?/],
    [[...make, '--evry', '1h'], /unknown option '--evry'; did you mean --every\?/],
    [[...make, '--every', '1h', 'more'], /too many arguments/],
    [
      [...make, '--every', '1'],
      /--every: "1" is not a duration of at least 1s, such as 500ms, 30s, 10m, 2h or 3d/,
    ],
    [[...make, '--every', '10ms'], /--every: "10ms" is not a duration of at least 1s/],
    [[...make, '--every', '5m', '--offset', '5m'], /--offset: 300000 ms is not .* below every/],
    [[...make, '--every', '5m', '--zone', 'UTC'], /--zone: --every counts from 1970 and has no zone/],
    [[...make, '--every', '5m', '--cron', '0 6 * * *'], /--every and --cron exclude each other; give one/],
    [[...make, '--cron', '0 6 * * *'], /missing --zone: whose clocks to read it by, such as UTC or Europe/],
    [
      [...make, '--cron', '0 6 * *', '--zone', 'UTC'],
      /--cron: "0 6 \* \*" is not an expression of five fields/,
    ],
    [
      [...make, '--cron', '0 25 * * *', '--zone', 'UTC'],
      /--cron: hour: "25" is not \*, a number from 0 to 23/,
    ],
    [
      [...make, '--cron', '0 6 * * *', '--zone', 'Berlin'],
      /--zone: "Berlin" is not .*; did you mean Europe\/Berlin\?|--zone: "Berlin" is not .* did you mean Europe\/Berlin\?/,
    ],
    [
      [...make, '--calendar', 'hr=6', '--zone', 'UTC'],
      /--calendar: "hr=6" is not a field with its value, such as hour=6/,
    ],
    [[...make, '--calendar', 'hour=25', '--zone', 'UTC'], /--calendar: hour: "25" is not/],
    [[...make, '--every', '1h', '--overlap', 'both'], /--overlap: "both" is not one of skip, buffer-one, /],
    [[...make, '--every', '1h', '--catch-up', '1s'], /--catch-up: "1s" is not a duration of at least 10s/],
    [['schedule', 'update', 'daily'], /nothing to change was given/],
    [['schedule', 'update', '--every', '1h'], /missing name: headrace schedule update NAME/],
    [
      ['schedule', 'update', 'daily', '--catch-up', '1s'],
      /--catch-up: "1s" is not a duration of at least 10s/,
    ],
    [['schedule', 'delete', 'daily'], /there is no terminal to ask at; --yes deletes without asking/],
    [
      ['schedule', 'backfill', 'daily', '--from', '2026-11-01'],
      /required option '--to <time>' not specified/,
    ],
    [
      ['schedule', 'backfill', 'daily', '--from', 'monday', '--to', '2026-11-01'],
      /--from: "monday" is not a time/,
    ],
    [['schedule', 'next'], /nothing says when/],
    [['schedule', 'next', 'daily', '--every', '1h'], /exclude each other; give one/],
    [['schedule', 'pause'], /missing required argument 'name'/],
  ];

  test.each(wrong)('%j is refused with exit code 2 before anything connects', async (args, message) => {
    const { code, stdout, stderr } = await runHeadrace(args, env);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('the next times are told without Temporal, by the zone and in UTC', async () => {
    const args = ['schedule', 'next', '--cron', '0 6 * * *', '--zone', 'Europe/Berlin', '--count', '3'];
    const { code, stdout, stderr } = await runHeadrace(args, env);
    const [header, ...lines] = stdout.trimEnd().split('\n');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '0 6 * * * in Europe/Berlin\n' });
    expect(header).toMatch(/^local +utc +until$/);
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/ 06:00 \+0[12]:00 +\d{4}-\d\d-\d\d 0[45]:00 +\d{4}-/);
  });

  test('a time that the clocks skip or double is told', async () => {
    const hourly = ['schedule', 'next', '--cron', '30 2 * * *', '--zone', 'Europe/Berlin', '--count', '400'];
    const { stderr } = await runHeadrace(hourly, env);
    expect(stderr).toMatch(
      /^\d{4}-03-\d\d 02:30 is skipped: the clocks of Europe\/Berlin go forward past it$/m,
    );
    const { stdout } = await runHeadrace([...hourly, '--json'], env);
    const effects = JSON.parse(stdout).daylight.map(({ effect }: { effect: string }) => effect);
    expect(new Set(effects)).toContain('skipped');
  });

  test("the help of a schedule has its pipeline's flags", async () => {
    const { code, stdout } = await runHeadrace([...make, '--help'], env);
    expect(code).toBe(0);
    for (const flag of ['--limit', '--batch-size', '--every', '--catch-up', '--json']) {
      expect(stdout).toContain(flag);
    }
    expect(stdout).not.toContain('--id ');
  });
});

describe('with Temporal', () => {
  let server: TemporalServer;
  let connection: Connection;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    server = await startTemporalServer();
    connection = await Connection.connect({ address: server.address });
    env = { ...process.env, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
  });
  afterAll(async () => {
    await connection?.close();
    await server?.stop();
  });

  function cli(line: string, ...args: string[]): Promise<CommandEnd> {
    return runHeadrace([...line.split(' '), ...args], env);
  }

  /** What Temporal itself has under that name. */
  function held(name: string): Promise<ScheduleDescription> {
    return new Client({ connection }).schedule.getHandle(name).describe();
  }

  test('create has Temporal run the pipeline at the times given, with the flags given', async () => {
    const flags = '--feed best --limit 5 --batch-size 50 --overlap buffer-one --catch-up 1h --jitter 1m';
    const { code, stdout } = await cli(
      `schedule create daily hacker-news ${flags} --pause-on-failure --zone Europe/Berlin --cron`,
      '0 6 * * *',
    );
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^schedule +daily$/m) });
    expect(stdout).toMatch(/^when +0 6 \* \* \* in Europe\/Berlin$/m);
    expect(await held('daily')).toMatchObject({
      spec: { timezone: 'Europe/Berlin', jitter: 60_000 },
      policies: { overlap: 'BUFFER_ONE', catchupWindow: 3_600_000, pauseOnFailure: true },
      action: {
        args: [
          {
            when: { cron: '0 6 * * *', zone: 'Europe/Berlin' },
            request: { input: { feed: 'best', limit: 5 }, overrides: { batch: { size: 50 } } },
          },
        ],
      },
    });
    expect((await cli('schedule create daily hacker-news --every 1h')).code).toBe(2);
  });

  test('a calendar is a cron line by names', async () => {
    const calendar = ['--calendar', 'hour=6 dayOfWeek=MON-FRI', '--zone', 'UTC', '--json'];
    const { stdout } = await cli('schedule create weekdays hacker-news', ...calendar);
    expect(JSON.parse(stdout)).toMatchObject({
      definition: { when: { cron: '0 6 * * MON-FRI', zone: 'UTC' } },
      drift: [],
    });
  });

  test('pause, unpause, trigger, update and delete do in Temporal what they say', async () => {
    await cli('schedule create verbs hacker-news --every 10h --limit 5 --note morning --paused');
    expect((await held('verbs')).state).toMatchObject({ paused: true, note: 'morning' });
    expect(await cli('schedule unpause verbs')).toMatchObject({
      stdout: 'schedule verbs: active, morning\n',
    });
    expect((await held('verbs')).state.paused).toBe(false);
    const paused = await cli('schedule pause verbs --note', 'source is down');
    expect(paused.stdout).toBe('schedule verbs: paused, source is down\n');
    expect((await held('verbs')).state).toMatchObject({ paused: true, note: 'source is down' });

    const triggered = await cli('schedule trigger verbs');
    expect(triggered.stdout).toMatch(/^hacker-news\/verbs\/\d{4}-\d\d-\d\d/);
    await until(
      () => held('verbs'),
      ({ info }) => info.numActionsTaken === 1,
    );

    const updated = await cli('schedule update verbs --every 2h --feed ask --json');
    expect(JSON.parse(updated.stdout)).toMatchObject({
      definition: { when: { every: 7_200_000 }, input: { limit: 5, feed: 'ask' }, note: 'morning' },
      paused: true,
    });
    expect(await held('verbs')).toMatchObject({
      spec: { intervals: [{ every: 7_200_000 }] },
      action: { args: [{ request: { input: { limit: 5, feed: 'ask' } } }] },
    });
    const moved = await cli('schedule update verbs --offset 5m --no-paused');
    expect(moved.stdout).toMatch(/^when +every 2h from 5m on$/m);
    expect(await held('verbs')).toMatchObject({
      spec: { intervals: [{ every: 7_200_000, offset: 300_000 }] },
      state: { paused: false },
    });
    expect((await cli('schedule update verbs --limit 0')).stderr).toContain('--limit: 0 is not an integer');

    expect(await cli('schedule delete verbs --yes')).toMatchObject({
      code: 0,
      stdout: 'schedule verbs is deleted\n',
    });
    await expect(held('verbs')).rejects.toMatchObject({ name: 'ScheduleNotFoundError' });
    expect(await cli('schedule describe verbs')).toMatchObject({
      code: 2,
      stderr: 'headrace: there is no schedule verbs\n',
    });
  });

  test('backfill reads dates by the clocks of the schedule and names the runs', async () => {
    await cli('schedule create nights hacker-news --paused --zone Europe/Berlin --cron', '0 0 * * *');
    const { stdout } = await cli('schedule backfill nights --from 2026-11-01 --to 2026-11-03');
    expect(stdout).toBe('hacker-news/nights/2026-10-31T23:00Z\nhacker-news/nights/2026-11-01T23:00Z\n');
    const { info } = await until(
      () => held('nights'),
      (seen) => seen.info.numActionsTaken === 1,
    );
    expect(info.recentActions.map(({ action }) => action.workflow.workflowId)).toEqual([
      'schedule/nights-2026-10-31T23:00:00Z',
    ]);
  });

  test('list and describe show what there is, for people and as one document', async () => {
    await cli('schedule create shown hacker-news --every 10h --limit 3');
    const listed = await until(
      () => cli('schedule list'),
      ({ stdout }) => stdout.includes('shown'),
    );
    expect(listed.stdout).toMatch(/^schedule +pipeline +when +state +next +last +taken +missed +skipped$/m);
    expect(listed.stdout).toMatch(
      /^shown +hacker-news +every 10h +active +\d{4}-\d\d-\d\d \d\d:00 +– +0 +0 +0$/m,
    );
    const { stdout } = await cli('schedule describe shown');
    expect(stdout).toMatch(/^times +0 acted on, 0 missed, 0 skipped$/m);
    expect(stdout).toMatch(/^utc +until$/m);
    const described = JSON.parse((await cli('schedule describe shown --json')).stdout);
    expect(described).toMatchObject({ definition: { name: 'shown' }, recent: [], next: expect.any(Array) });
    const next = JSON.parse((await cli('schedule next shown --count 2 --json')).stdout);
    expect(next).toEqual({
      when: { every: 36_000_000 },
      intervals: described.next.slice(0, 2),
      daylight: [],
    });
  });
});
