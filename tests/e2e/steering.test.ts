import { setTimeout as sleep } from 'node:timers/promises';

import { limits, type RunResult, type Story } from '@headrace/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { accounted, startE2eRig, type E2eRig } from '../support/e2e-rig.ts';
import { runHeadrace, type CommandEnd } from '../support/run-headrace.ts';
import { spawnHeadrace } from '../support/spawn-headrace.ts';
import { until } from '../support/until.ts';

/** Keys of a run of two shards, in batches of two. */
const limit = 2 * limits.batchesPerShard + 40;
const batch = { size: 2, chunk: 1, concurrency: 1, parallel: 4 };

let rig: E2eRig;

beforeAll(async () => {
  rig = await startE2eRig({ latency: 40 });
});
afterAll(() => rig?.[Symbol.asyncDispose]());

function cli(line: string): Promise<CommandEnd> {
  return runHeadrace(line.split(' '), rig.sandbox.env);
}

/** Starts a large run, and waits until it has landed some of its items. */
async function startLarge(runId: string): Promise<void> {
  await rig.start(runId, limit, { batch });
  await until(
    () => rig.client.status(runId),
    ({ progress }) => progress !== null && accounted(progress) >= 20,
  );
}

test('a paused run asks the source for nothing, and goes on as it was tuned when it is resumed', async () => {
  await startLarge('paused');
  const watch = spawnHeadrace(['watch', 'paused'], rig.sandbox.env);
  expect(await cli('pause paused')).toMatchObject({
    code: 0,
    stdout: 'run paused: paused, 4 batches at once with 1 request each\n',
  });
  const drained = await until(
    () => rig.client.status('paused'),
    ({ pending }) => pending.length === 0,
  );
  expect(drained).toMatchObject({ state: 'running', current: true, progress: { listed: limit, shards: 2 } });
  await expect.poll(() => watch.output.stderr).toMatch(/^paused {2}\d+ of 440 \(/m);
  const asked = rig.source.requests();
  await sleep(1_500);
  expect(rig.source.requests()).toBe(asked);
  await cli('tune paused --parallel 20 --concurrency 2');
  const { stdout } = await cli('resume paused');
  expect(stdout).toBe('run paused: running, 20 batches at once with 2 requests each\n');
  const { summary } = await rig.client.result<RunResult<Story>>('paused');
  expect(summary).toMatchObject({ listed: limit, landed: rig.truth(limit).length, quarantined: 0 });
  expect(await watch.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^440 listed, /m) });
});

test('a large run that another terminal cancels drains, and its id goes on from what it kept', async () => {
  await rig.sql('truncate hacker_news_stories');
  await startLarge('halted');
  // What is in flight takes long enough for the command to look at it.
  rig.source.setFaults([{ fault: 'latency', ms: 2_000 }]);
  const cancelled = await cli('cancel halted');
  rig.source.setFaults([]);
  expect(cancelled).toMatchObject({ code: 0, stderr: expect.stringMatching(/^stopping /m) });
  const [, landed = '0', pending = '0'] =
    /^cancelled: 440 listed, (\d+) landed, .*, (\d+) pending/.exec(cancelled.stdout) ?? [];
  const [stored] = await rig.sql<{ rows: number }>('select count(*)::int as rows from hacker_news_stories');
  expect(stored).toEqual({ rows: Number(landed) });
  const before = rig.source.requests();
  const flags = `--limit ${limit} --batch-size 2 --chunk-size 1 --parallel 20`;
  const again = await cli(`run hacker-news ${flags} --id halted`);
  expect(again.stderr).toContain(`goes on from what it kept: 440 listed, ${landed} landed, `);
  expect(again.stdout).toMatch(/^440 listed, (?!.*pending)/m);
  expect(rig.source.requests() - before).toBeLessThanOrEqual(Number(pending));
});
