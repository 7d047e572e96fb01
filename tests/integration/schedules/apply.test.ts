import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createHeadraceClient, type HeadraceClient } from '@headrace/client';
import { pipelines } from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Client, Connection, ScheduleNotFoundError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import type { Confirm } from '../../../apps/starter/src/context.ts';
import { createProgram } from '../../../apps/starter/src/program.ts';
import { runHeadrace, type CommandEnd } from '../../support/run-headrace.ts';
import { until } from '../../support/until.ts';

let server: TemporalServer;
let connection: Connection;
let client: Client;
let headrace: HeadraceClient;
let folder: string;
let file: string;

beforeAll(async () => {
  server = await startTemporalServer();
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
  headrace = createHeadraceClient({ client });
  folder = await mkdtemp(join(tmpdir(), 'headrace-apply-'));
  file = join(folder, 'schedules.yaml');
});
afterAll(async () => {
  await connection?.close();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true });
});
afterEach(async () => {
  for await (const { scheduleId } of client.schedule.list()) {
    await client.schedule.getHandle(scheduleId).delete().catch(ignoreMissing);
  }
  await until(
    () => headrace.schedules.list(),
    ({ length }) => length === 0,
  );
});

const twoSchedules = `schedules:
  daily:
    pipeline: hacker-news
    input: { limit: 50 }
    cron: '0 6 * * *'
    zone: Europe/Berlin
  often:
    pipeline: discourse-topics
    every: 10h
    overlap: buffer-one
    jitter: 1m
`;

test('a file is applied as Temporal shows, and the same file again changes nothing', async () => {
  const first = await apply(twoSchedules, '--yes');
  expect(first).toMatchObject({
    code: 0,
    stdout: `+ daily: hacker-news, 0 6 * * * in Europe/Berlin
+ often: discourse-topics, every 10h
2 to add, 0 to change, 0 to remove; 0 unchanged
daily added
often added
`,
  });
  const daily = await client.schedule.getHandle('daily').describe();
  expect(daily.spec.timezone).toBe('Europe/Berlin');
  expect(daily.action.args).toMatchObject([{ pipeline: 'hacker-news', request: { input: { limit: 50 } } }]);
  const often = await client.schedule.getHandle('often').describe();
  expect(often.spec).toMatchObject({ intervals: [{ every: 36_000_000 }], jitter: 60_000 });
  expect(often.policies.overlap).toBe('BUFFER_ONE');

  const again = await apply(twoSchedules, '--yes');
  expect(again).toMatchObject({
    code: 0,
    stdout: 'nothing to change: 2 schedules are as the file says\n',
  });
  expect((await client.schedule.getHandle('daily').describe()).info.lastUpdatedAt).toBeUndefined();
});

test('what the file says otherwise is changed field by field', async () => {
  await apply(twoSchedules, '--yes');
  const { code, stdout } = await apply(
    twoSchedules.replace('limit: 50', 'limit: 60').replace('buffer-one', 'allow-all\n    paused: true'),
    '--yes',
  );
  expect(stdout).toBe(`~ daily
    input.limit: 50 → 60
~ often
    overlap: buffer-one → allow-all
    paused: false → true
0 to add, 2 to change, 0 to remove; 0 unchanged
daily changed
often changed
`);
  expect(code).toBe(0);
  const often = await client.schedule.getHandle('often').describe();
  expect(often.policies.overlap).toBe('ALLOW_ALL');
  expect(often.state.paused).toBe(true);
  expect((await client.schedule.getHandle('daily').describe()).action.args).toMatchObject([
    { request: { input: { limit: 60 } } },
  ]);
});

test('what is not in the file stays unless it is pruned, and what is not of Headrace always', async () => {
  await createForeign('theirs');
  await apply(twoSchedules, '--yes');
  const less = twoSchedules.slice(0, twoSchedules.indexOf('  often:'));
  await until(
    () => headrace.schedules.list(),
    ({ length }) => length === 2,
  );
  const kept = await apply(less, '--yes');
  expect(kept.stdout).toBe(
    'nothing to change: 1 schedule is as the file says\nnot in the file: often; --prune removes\n',
  );
  const pruned = await apply(less, '--prune', '--yes');
  expect(pruned).toMatchObject({ code: 0, stdout: expect.stringMatching(/^- often$/m) });
  expect(pruned.stdout).toMatch(/^often removed$/m);
  await expect(client.schedule.getHandle('often').describe()).rejects.toThrow(ScheduleNotFoundError);
  expect((await client.schedule.getHandle('theirs').describe()).action.workflowType).toBe('theirs');
});

test('what other hands have changed is found by a check and changed back by an apply', async () => {
  await apply(twoSchedules, '--yes');
  expect(await apply(twoSchedules, '--check')).toMatchObject({ code: 0 });
  await client.schedule.getHandle('daily').pause('the source is down');
  await client.schedule.getHandle('often').update((before) => ({
    ...before,
    spec: { intervals: [{ every: '1m' }] },
    policies: { ...before.policies, overlap: 'ALLOW_ALL' },
  }));

  const check = await apply(twoSchedules, '--check');
  expect(check.code).toBe(1);
  expect(check.stdout).toMatch(/^~ daily\n {4}paused: true → false$/m);
  expect(check.stdout).toMatch(/^ {4}when: every 60 s → .*36000 s.*\(changed in Temporal\)$/m);
  expect(check.stdout).toMatch(/^ {4}overlap: allow-all → buffer-one \(changed in Temporal\)$/m);
  expect(check.stdout).toMatch(/^ {4}jitter: 0ms → 1m \(changed in Temporal\)$/m);
  expect(check.stderr).toMatch(/^headrace: the schedules in Temporal are not as .*schedules\.yaml says/m);
  expect((await client.schedule.getHandle('daily').describe()).state.paused).toBe(true);

  expect(await apply(twoSchedules, '--yes')).toMatchObject({ code: 0 });
  const [daily, often] = await Promise.all(
    ['daily', 'often'].map((name) => client.schedule.getHandle(name).describe()),
  );
  expect(daily?.state.paused).toBe(false);
  expect(often).toMatchObject({
    spec: { intervals: [{ every: 36_000_000 }], jitter: 60_000 },
    policies: { overlap: 'BUFFER_ONE' },
  });
  expect(await apply(twoSchedules, '--check')).toMatchObject({ code: 0 });
});

test('a check and a dry run show the plan and change nothing', async () => {
  const [check, dry] = [await apply(twoSchedules, '--check'), await apply(twoSchedules, '--dry-run')];
  expect(check).toMatchObject({ code: 1, stdout: dry.stdout });
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('2 to add') });
  expect(await headrace.schedules.list()).toEqual([]);
});

test('the plan is one JSON document, in the error where a check finds a difference', async () => {
  const plan = { changes: [{ change: 'add', name: 'daily' }, { name: 'often' }], unlisted: [] };
  const check = await apply(twoSchedules, '--check', '--json');
  expect(check.code).toBe(1);
  expect(JSON.parse(check.stdout)).toMatchObject({ error: { type: 'SchedulesDiffer', plan } });
  const applied = await apply(twoSchedules, '--yes', '--json');
  expect(JSON.parse(applied.stdout)).toMatchObject({ plan, applied: ['daily', 'often'] });
});

test('an apply that fails in the middle says what is applied, and goes on when it is run again', async () => {
  await createForeign('middle');
  const three = ['first', 'middle', 'last'].map(
    (name) => `  ${name}: { pipeline: hacker-news, every: 1d }\n`,
  );
  const text = `schedules:\n${three.join('')}`;
  const failed = await apply(text, '--yes');
  expect(failed.code).toBe(1);
  expect(failed.stdout).toMatch(/^first added$/m);
  expect(failed.stderr).toMatch(/schedule middle failed: there is a schedule middle already/);
  expect(failed.stderr).toMatch(/applied: first; not applied: middle, last; the same command again goes on/);

  await client.schedule.getHandle('middle').delete();
  const mended = await until(
    () => apply(text, '--yes'),
    ({ code }) => code === 0,
  );
  expect(mended.stdout).toContain('2 to add, 0 to change, 0 to remove; 1 unchanged');
  expect(await apply(text, '--check')).toMatchObject({ code: 0 });
});

test('whoever is at the terminal is asked, and a no changes nothing', async () => {
  await writeFile(file, twoSchedules);
  const refusing = await applyAtTerminal(async () => false);
  expect(refusing).toEqual([expect.stringContaining('2 to add')]);
  expect(await headrace.schedules.list()).toEqual([]);
  const agreeing = await applyAtTerminal(async (question) => question === 'Apply?');
  expect(agreeing).toEqual([expect.stringContaining('2 to add'), 'daily added', 'often added']);
  const again = await applyAtTerminal(() => Promise.reject(new Error('nothing to ask')));
  expect(again).toEqual(['nothing to change: 2 schedules are as the file says']);
});

test.each([
  ['without a terminal', [], /there is no terminal to ask at; --yes applies without asking/],
  ['--check --yes', ['--check', '--yes'], /'--check' cannot be used with option '--yes'/],
  ['--check --dry-run', ['--check', '--dry-run'], /'--check' cannot be used with option '--dry-run'/],
])('apply %s is refused before anything connects', async (_, flags, message) => {
  await writeFile(file, twoSchedules);
  const { code, stdout, stderr } = await runHeadrace(['schedule', 'apply', file, ...flags], {
    ...process.env,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
  });
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('a bad file is refused with every place, and nothing of it is applied', async () => {
  const text = twoSchedules.replace('0 6 *', '61 6 *').replace('10h', '10 hours');
  const { code, stdout, stderr } = await apply(text, '--yes');
  expect(stderr).toMatch(/schedules\.yaml:5:5: schedules\.daily\.cron: /);
  expect(stderr).toMatch(/schedules\.yaml:9:5: schedules\.often\.every: "10 hours" is not a duration/);
  expect(stderr).toMatch(/^headrace: .*schedules\.yaml: 2 problems; nothing was applied$/m);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(await headrace.schedules.list()).toEqual([]);
  const json = await apply(text, '--yes', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    error: { type: 'SchedulesRefused', problems: [{ line: 5, column: 5 }, { line: 9 }] },
  });
});

test('a file that is not there is refused', async () => {
  const missing = join(folder, 'none.yaml');
  const { code, stderr } = await runHeadrace(['schedule', 'apply', missing, '--yes'], toEnv());
  expect(stderr).toMatch(/none\.yaml cannot be read: ENOENT/);
  expect(code).toBe(2);
});

test('the schema is printed as it is published', async () => {
  const { code, stdout } = await runHeadrace(['schedule', 'schema'], process.env);
  const published = new URL('../../../docs/reference/schedules.schema.json', import.meta.url);
  expect({ code, stdout }).toEqual({ code: 0, stdout: await readFile(published, 'utf8') });
});

async function apply(text: string, ...flags: readonly string[]): Promise<CommandEnd> {
  await writeFile(file, text);
  return runHeadrace(['schedule', 'apply', file, ...flags], toEnv());
}

/** What the command prints, in a process with somebody at its terminal. */
async function applyAtTerminal(confirm: Confirm): Promise<string[]> {
  const printed: string[] = [];
  const { promise: interrupted } = Promise.withResolvers<never>();
  const program = createProgram({
    terminal: {
      width: undefined,
      liveWidth: undefined,
      colour: false,
      print: (text) => void printed.push(text),
      say: () => undefined,
      live: () => undefined,
      flush: () => Promise.resolve(),
    },
    pipelines,
    connect: () => Promise.resolve({ ...headrace, temporal: 'here', sample: false }),
    interrupt: { signal: new AbortController().signal, interrupted, follow: () => undefined },
    confirm,
  });
  await program.parseAsync(['schedule', 'apply', file], { from: 'user' });
  return printed;
}

function toEnv(): NodeJS.ProcessEnv {
  return { ...process.env, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
}

async function createForeign(scheduleId: string): Promise<void> {
  await client.schedule.create({
    scheduleId,
    spec: { intervals: [{ every: '1d' }] },
    action: { type: 'startWorkflow', workflowType: 'theirs', taskQueue: 'theirs' },
  });
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof ScheduleNotFoundError)) throw error;
}
