import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPglite, startSampleSource } from '@headrace/sandbox';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { childPids, isAlive } from '../support/child-pids.ts';
import { runSandboxCommand } from '../support/sandbox-command.ts';
import { until } from '../support/until.ts';

const sample = ['--source', 'sample'];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headrace-start-'));
});

afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));

async function countStories(): Promise<number> {
  const postgres = await startPglite({ dataDir: join(folder, '.headrace', 'sample', 'postgres') });
  const sql = new Client({ connectionString: postgres.url });
  await sql.connect();
  try {
    const { rows } = await sql.query('select count(*)::int as stories from hacker_news_stories');
    return rows[0].stories;
  } finally {
    await sql.end();
    await postgres.stop();
  }
}

test('start runs the main job, prints nothing but its result on stdout, and keeps the rows', async () => {
  await using first = runSandboxCommand(['start', ...sample, '--limit', '7'], { folder });
  expect(await first.end).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('7 listed, 7 landed'),
    stderr: expect.stringContaining(folder),
  });
  expect(await readdir(join(folder, '.headrace'))).not.toContain('sandbox.json');

  await using second = runSandboxCommand(['start', ...sample, '--limit', '7', '--json'], { folder });
  // It goes on when nobody reads what it says.
  second.child.stderr?.destroy();
  const { code, stdout } = await second.end;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ pipeline: 'hacker-news' });
  expect(await countStories()).toBe(7);
});

test('start uses the sandbox that dev keeps up in its folder, and leaves it up', async () => {
  const { source, close } = await startBareSource();
  const env = { HEADRACE_HACKER_NEWS_URL: source };
  await using dev = runSandboxCommand(['dev'], { folder, env });
  await dev.says('Headrace is up');
  await using start = runSandboxCommand(['start', '--limit', '2'], { folder, env });
  expect(await start.end).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Runs in the sandbox that dev keeps up here'),
  });
  expect(dev.child.exitCode).toBeNull();

  const others = { HEADRACE_HACKER_NEWS_URL: 'http://127.0.0.1:1' };
  await using other = runSandboxCommand(['start', '--limit', '2'], { folder, env: others });
  expect(await other.end).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('HEADRACE_HACKER_NEWS_URL is http://127.0.0.1:1, but dev keeps up'),
  });

  await close();
  await using late = runSandboxCommand(['start', '--limit', '2'], { folder, env });
  expect(await late.end).toMatchObject({
    code: 3,
    stderr: expect.stringContaining(
      `HEADRACE_HACKER_NEWS_URL: ${source} does not answer /v0/topstories.json`,
    ),
  });
});

test('start passes on the exit code of a run that is refused', async () => {
  await using start = runSandboxCommand(['start', ...sample, '--limit', '0'], { folder });
  expect(await start.end).toMatchObject({ code: 2, stderr: expect.stringContaining('limit') });
});

test.each([
  [['--limit', '0'], 'UsageError', /^--limit: 0 is not/],
  [['--limit'], 'UsageError', /'--limit <n>' argument missing/],
  [['--source', 'nowhere'], 'UsageError', /^--source was given "nowhere"/],
])('start %j --json is refused with one document on stdout', async (flags, type, message) => {
  const [flag = '', ...values] = flags;
  const args = values.length === 0 ? ['--json', flag] : [...flags, '--json'];
  await using start = runSandboxCommand(['start', ...args], { folder });
  const { code, stdout, stderr } = await start.end;
  expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({ error: { type, message: expect.stringMatching(message) } });
  expect(await readdir(folder)).toEqual([]);
});

test.each(['start --help', 'dev --help', '--help'])(
  '%s says what there is, and starts nothing',
  async (line) => {
    await using help = runSandboxCommand(line.split(' '), { folder });
    const { code, stdout } = await help.end;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^usage: pnpm dev \[--source sample\|public\|URL\]$/m);
    expect(stdout.includes('--feed')).toBe(line.startsWith('start'));
    expect(await readdir(folder)).toEqual([]);
  },
);

test('start that is interrupted says when its run goes on', async () => {
  const source = await startSampleSource({ latency: 100 });
  const flags = ['--source', source.url, '--limit', '60', '--concurrency', '1'];
  await using start = runSandboxCommand(['start', ...flags], { folder });
  await start.says('started');
  start.child.kill('SIGINT');
  const { code, stderr } = await start.end;
  await source.close();
  expect(code).toBe(130);
  expect(stderr).toContain('the run stops with them, and goes on when "pnpm dev" brings them up again');
});

test('start ends with Ctrl-C while it comes up, and leaves nothing running', async () => {
  await using start = runSandboxCommand(['start', ...sample], { folder });
  const pids = await until(
    () => childPids(start.child.pid),
    (children) => children.length >= 3,
  );
  start.child.kill('SIGINT');
  expect((await start.end).code).toBe(130);
  await until(
    () => pids.filter(isAlive),
    (alive) => alive.length === 0,
  );
  expect(await readdir(join(folder, '.headrace'))).not.toContain('sandbox.json');
});

test.each<[string, string[], Record<string, string>, object]>([
  [
    'dev',
    ['--source', 'http://127.0.0.1:1'],
    { TEMPORAL_ADDRESS: '127.0.0.1:1' },
    {
      code: 3,
      stderr: expect.stringContaining('Temporal at 127.0.0.1:1 cannot be reached (ECONNREFUSED)'),
    },
  ],
  [
    'start',
    sample,
    { TEMPORAL_ADDRESS: 'http://me:hush@host:1' },
    { code: 2, stderr: expect.stringMatching(/^TEMPORAL_ADDRESS is not host:port/) },
  ],
  [
    'start',
    sample,
    { DATABASE_URL: 'postgres://me:hush@127.0.0.1:1/x' },
    { code: 2, stderr: expect.stringContaining('they go into no database or Temporal of yours') },
  ],
  [
    'start',
    [],
    { HEADRACE_HACKER_NEWS_URL: 'http://me:hush@127.0.0.1:1' },
    { code: 3, stderr: expect.stringMatching(/^HEADRACE_HACKER_NEWS_URL: http:\/\/me:\*\*\*@127/) },
  ],
])('%s %j says that %j leads nowhere, without the password', async (command, flags, env, end) => {
  await using start = runSandboxCommand([command, ...flags], { folder, env });
  expect(await start.end).toMatchObject(end);
  expect((await start.end).stderr).not.toContain('hush');
});

test('start uses a configured source that has what the run asks for and no more, and its rows are real', async () => {
  const { source, close } = await startBareSource();
  await using start = runSandboxCommand(['start', '--limit', '2'], {
    folder,
    env: { HEADRACE_HACKER_NEWS_URL: source },
  });
  const { code, stdout, stderr } = await start.end;
  await close();
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('a real story') });
  expect(stderr).not.toMatch(/sample|made up/);
});

test('start says that a database does not answer, without the password', async () => {
  const { source, close } = await startBareSource();
  const env = { HEADRACE_HACKER_NEWS_URL: source, DATABASE_URL: 'postgres://me:hush@127.0.0.1:1/x' };
  await using start = runSandboxCommand(['start', '--limit', '2'], { folder, env });
  const { code, stderr } = await start.end;
  await close();
  expect({ code, stderr }).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Postgres at 127.0.0.1:1, database x: '),
  });
  expect(stderr).not.toContain('hush');
});

/** A Hacker News that answers lists and items, and nothing else. */
async function startBareSource(): Promise<{ source: string; close: () => Promise<void> }> {
  const server = createServer(({ url = '' }, response) => {
    const [, id] = /^\/v0\/item\/(\d+)\.json$/.exec(url) ?? [];
    const item = {
      id: Number(id),
      type: 'story',
      title: 'a real story',
      by: 'somebody',
      score: 1,
      time: 1_767_225_600,
    };
    if (id !== undefined) response.end(JSON.stringify(item));
    else if (url.endsWith('stories.json')) response.end('[1,2]');
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    source: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
