import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPglite } from '@headrace/sandbox';
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
  const postgres = await startPglite({ dataDir: join(folder, '.headrace', 'postgres') });
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
  expect(await first.end).toMatchObject({ code: 0, stdout: expect.stringContaining('7 listed, 7 landed') });
  expect(await countStories()).toBe(7);

  await using second = runSandboxCommand(['start', ...sample, '--limit', '7', '--json'], { folder });
  const { code, stdout, stderr } = await second.end;
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining(folder) });
  expect(JSON.parse(stdout)).toMatchObject({ pipeline: 'hacker-news' });
  expect(await countStories()).toBe(7);
});

test('start uses the sandbox that dev keeps up in its folder, and leaves it up', async () => {
  await using dev = runSandboxCommand(['dev', ...sample], { folder });
  await dev.says('Headrace is up');
  await using start = runSandboxCommand(['start', '--limit', '3'], { folder });
  expect(await start.end).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Runs in the sandbox that dev keeps up here'),
  });
  expect(dev.child.exitCode).toBeNull();
});

test('start passes on the exit code of a run that is refused', async () => {
  await using start = runSandboxCommand(['start', ...sample, '--limit', '0'], { folder });
  expect(await start.end).toMatchObject({ code: 2, stderr: expect.stringContaining('limit') });
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

test('start says that a source cannot be reached and takes the sample source', async () => {
  const env = { HEADRACE_HACKER_NEWS_URL: 'http://127.0.0.1:1' };
  await using start = runSandboxCommand(['start', '--limit', '2'], { folder, env });
  expect(await start.end).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(
      /^http:\/\/127\.0\.0\.1:1 cannot be reached \(.*\): generated sample stories/,
    ),
  });
});
