import type { FaultRule } from '@headrace/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startE2eRig, type E2eRig } from '../support/e2e-rig.ts';
import { runHeadrace, type CommandEnd } from '../support/run-headrace.ts';
import { spawnHeadrace } from '../support/spawn-headrace.ts';

/** So that a run is still under way when it is asked after. */
const unhurried: readonly FaultRule[] = [{ fault: 'latency', ms: 200 }];

let rig: E2eRig;

beforeAll(async () => {
  rig = await startE2eRig({ latency: 20 });
});
afterAll(() => rig?.[Symbol.asyncDispose]());

function cli(line: string): Promise<CommandEnd> {
  return runHeadrace(line.split(' '), rig.sandbox.env);
}

test('run lands the stories and shows their rows, words and counts', async () => {
  const { code, stdout } = await cli('run hacker-news --limit 12 --id shown');
  expect(code).toBe(0);
  const [header = '', ...lines] = stdout.split('\n');
  expect(header).toMatch(/^ *id {2}type +title +by +url +score {2}comments {2}posted_at$/);
  const truth = rig.truth(12);
  expect(lines.slice(0, truth.length).map((line) => Number.parseInt(line, 10))).toEqual(
    truth.map(({ id }) => id),
  );
  expect(stdout).toMatch(/^\S+ +\d+ {2}█+$/m);
  expect(stdout).toMatch(
    /^12 listed, \d+ landed, \d+ absent, 0 quarantined \(1 batch, \d+ requests, .* s\)$/m,
  );
  expect(stdout).toMatch(/^hacker_news_stories version \d+, run shown$/m);
  const all = await cli('show hacker-news --run shown');
  expect(all.stderr).toBe(`${truth.length} rows of hacker_news_stories, run shown\n`);
  const some = await cli('show hacker-news --run shown --limit 2');
  expect(some.stderr).toBe('the first 2 rows of hacker_news_stories, run shown; --limit shows more\n');
});

test('run --json prints the result, and show --json the rows that stand in Postgres', async () => {
  const run = JSON.parse((await cli('run hacker-news --limit 7 --feed new --id documented --json')).stdout);
  expect(run).toMatchObject({ runId: 'documented', outcome: 'started', result: { summary: { listed: 7 } } });
  const shown = JSON.parse((await cli('show hacker-news --run documented --limit 3 --json')).stdout);
  expect(shown).toEqual({
    dataset: 'hacker_news_stories',
    runId: 'documented',
    rows: run.result.rows.slice(0, 3),
  });
  const stored = await rig.sql<{ id: string }>(
    `select id from hacker_news_stories where _run = 'documented'`,
  );
  const ids = new Set(stored.map(({ id }) => Number(id)));
  for (const { id } of run.result.rows) expect(ids).toContain(id);
});

test('a run that was interrupted on this side is watched to its end', async () => {
  rig.source.setFaults(unhurried);
  const line =
    'run hacker-news --limit 200 --id onward --batch-size 50 --chunk-size 5 --concurrency 1 --parallel 2';
  const run = spawnHeadrace(line.split(' '), rig.sandbox.env);
  await expect.poll(() => run.output.stderr).toContain('land');
  run.child.kill('SIGINT');
  expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
  expect(run.output.stderr).toContain('watch it with: headrace watch onward');
  const status = JSON.parse((await cli('status onward --json')).stdout);
  expect(status).toMatchObject({ state: 'running', progress: { listed: 200, listedAll: true } });
  rig.source.setFaults([]);
  const watched = await cli('watch onward');
  expect(watched.code).toBe(0);
  expect(watched.stdout).toMatch(/^200 listed, /m);
});

test('cancel says what was kept, and the same id goes on from there', async () => {
  rig.source.setFaults(unhurried);
  const flags = '--limit 300 --id halted --batch-size 50 --chunk-size 5 --concurrency 1 --parallel 1';
  expect(await cli(`start hacker-news ${flags}`)).toMatchObject({ code: 0, stdout: 'halted\n' });
  await expect
    .poll(async () => JSON.parse((await cli('status halted --json')).stdout).progress?.landed)
    .toBeGreaterThan(0);
  const cancelled = await cli('cancel halted');
  rig.source.setFaults([]);
  expect(cancelled.code).toBe(0);
  expect(cancelled.stdout).toMatch(/^cancelled: 300 listed, \d+ landed, .* pending/);
  const resumed = await cli(`run hacker-news ${flags}`);
  expect(resumed.stderr).toContain('goes on from what it kept');
  expect(resumed.stdout).toMatch(/^300 listed, (?!.*pending)/m);
});
