import { terminalErrors, type LandRequest } from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { ApplicationFailure } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createMemoryActivities } from '../../support/memory-activities.ts';
import { runHeadrace, type CommandEnd } from '../../support/run-headrace.ts';
import { withWorkers } from '../../support/test-workers.ts';

const nowhere: NodeJS.ProcessEnv = { ...process.env, TEMPORAL_ADDRESS: '127.0.0.1:1' };

let server: TemporalServer;

beforeAll(async () => {
  server = await startTemporalServer();
});
afterAll(() => server?.stop());

function cli(line: string): Promise<CommandEnd> {
  const env = { ...process.env, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
  return runHeadrace(line.split(' '), env);
}

const create = 'backfill create hacker-news';
const days = '--from 2026-03-01 --to 2026-03-04 --every day';

test('a backfill is previewed, created, watched, listed and retried from the command line', async () => {
  let broken = true;
  const activities = createMemoryActivities({
    keys: 1,
    onLand({ runId }: LandRequest) {
      if (!broken || !runId.endsWith('-02')) return;
      throw ApplicationFailure.nonRetryable('the source is closed', terminalErrors.sourceRefused);
    },
  });
  await withWorkers(server.address, activities, async () => {
    const preview = await cli(`${create} ${days} --dry-run`);
    expect(preview.stdout).toMatch(
      /^2026-03-01 to 2026-03-02 {2}hacker-news\/daily\/2026-03-01 {2}would run$/m,
    );
    expect(preview.stdout).toMatch(/^3 intervals: 0 done, 3 would run$/m);

    const name = 'hacker-news-daily-2026-03-01-2026-03-04';
    expect(await cli(`${create} ${days} --limit 5 --newest-first`)).toEqual({
      code: 0,
      stdout: `${name}\n`,
      stderr: expect.stringMatching(
        new RegExp(
          `^backfill ${name} started: hacker-news daily: 3 intervals from 2026-03-01 to 2026-03-04, newest first, 4 at once \\(127\\.0\\.0\\.1:\\d+/default\\)\\n$`,
        ),
      ),
    });
    const watched = await cli(`backfill watch ${name}`);
    expect(watched.stderr).toContain(
      `backfill ${name}: 1 of 3 intervals failed: 2026-03-02 (SourceRefused: the source is closed)`,
    );
    expect(watched.code).toBe(1);
    const { stdout } = await cli(`backfill status ${name}`);
    expect(stdout).toMatch(/: failed, from .* to /);
    expect(stdout).toMatch(/^3 intervals: 2 completed, 0 done before, 1 failed \(.* s\)$/m);
    expect(stdout).toMatch(/^ {2}hacker-news\/daily\/2026-03-02 {2}SourceRefused: the source is closed$/m);
    expect(await cli(`backfill pause ${name}`)).toMatchObject({
      code: 2,
      stderr: `headrace: backfill ${name} is failed; only a running one can be paused or resumed\n`,
    });
    const again = await cli(`${create} ${days} --dry-run --json`);
    const { intervals } = JSON.parse(again.stdout) as { intervals: { runs: boolean }[] };
    expect(intervals.map(({ runs }) => runs)).toEqual([false, true, false]);

    broken = false;
    expect(await cli(`backfill retry ${name}`)).toMatchObject({ code: 0, stdout: `${name}\n` });
    const retried = await cli(`backfill watch ${name} --json`);
    expect(JSON.parse(retried.stdout)).toMatchObject({ name, summary: { completed: 1, finished: 2 } });
    const listed = await cli('backfill list --json');
    expect(JSON.parse(listed.stdout)).toMatchObject({ backfills: [{ name, state: 'completed' }] });
    const planned = activities.calls.filter((call) => call.name === 'plan').map(({ request }) => request);
    expect(planned).toContainEqual(
      expect.objectContaining({ runId: 'hacker-news/daily/2026-03-03', input: { feed: 'top', limit: 5 } }),
    );
  });
});

test('dates are those of the zone, and fields that a backfill has too are told apart', async () => {
  const line = `backfill create hacker-news-archive ${days} --zone Europe/Berlin --schedule berlin`;
  const created = await cli(`${line} --input-from 7 --input-to 9 --parallel 2 --json`);
  expect(JSON.parse(created.stdout)).toMatchObject({
    outcome: 'started',
    request: {
      schedule: 'berlin',
      from: '2026-02-28T23:00:00.000Z',
      to: '2026-03-03T23:00:00.000Z',
      intervals: 3,
      parallel: 2,
      request: { input: { from: 7, to: 9 } },
    },
  });
  const { name } = JSON.parse(created.stdout) as { name: string };
  expect(await cli(`backfill status ${name}`)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('waiting for a worker'),
  });
  const cancelled = await cli(`backfill cancel ${name} --no-wait --json`);
  expect(JSON.parse(cancelled.stdout)).toMatchObject({ name, requested: true });
});

test.each([
  ['backfill', /missing command/],
  ['backfill create haker-news', /there is no pipeline "haker-news"; did you mean hacker-news\?/],
  [create, /missing --from and --to and --every/],
  [`${create} --from 2026-03-01 --to 2026-03-04`, /missing --every/],
  [`${create} ${days} --parallel 101`, /--parallel: 101 is not an integer from 1 to 100/],
  [`${create} ${days} --every dy`, /--every: "dy" is neither hour, day, week, month nor a length such as/],
  [
    `${create} ${days} --schedule My/Days`,
    /--schedule: "My\/Days" is not lower-case letters, digits and dashes/,
  ],
  [`${create} ${days} --id mine`, /unknown option '--id'/],
  ['backfill status March', /name: "March" is not lower-case letters, digits and dashes/],
])('%s is refused with exit code 2 before anything connects', async (line, message) => {
  const { code, stdout, stderr } = await runHeadrace(line.split(' '), nowhere);
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test.each([
  [`${create} --from 2026-03-04 --to 2026-03-01 --every day`, /to: 2026-03-01 is not after from, 2026-03-04/],
  [
    `${create} ${days} --zone Berlin`,
    /zone: "Berlin" is not a time zone's IANA name, did you mean Europe\/Berlin\?/,
  ],
  [`${create} --from 2026-03-01 --to 2026-03-04 --schedule nowhere`, /there is no schedule nowhere/],
  ['backfill retry nowhere', /there is no backfill nowhere/],
])('%s is exit code 2', async (line, message) => {
  const { code, stdout, stderr } = await cli(line);
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
