import { hackerNews, toBackfillId } from '@headrace/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startE2eRig, type E2eRig } from '../support/e2e-rig.ts';
import { startHttpServer, type HttpServer } from '../support/http-server.ts';
import { until } from '../support/until.ts';

/** As many as a gate has time for; HEADRACE_TEST_INTERVALS sets another number. */
const intervals = Number(process.env['HEADRACE_TEST_INTERVALS'] ?? 40);
const patience = 60_000 + intervals * 1_000;
/** Events; where Temporal suggests to continue as new. */
const historyBound = 4_096;
const length = 30 * 60_000;
const asked = {
  name: 'half-hours',
  from: toTime(0),
  to: toTime(intervals),
  every: length,
  parallel: 8,
} as const;

let source: HttpServer;
let rig: E2eRig;

beforeAll(async () => {
  source = await startHttpServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('[]');
  });
  rig = await startE2eRig({ sourceUrl: source.url });
});
afterAll(async () => {
  await rig?.[Symbol.asyncDispose]();
  await source?.[Symbol.asyncDispose]();
});

test(
  'a backfill that was paused, and whose workers were killed, runs each interval once, and then has nothing to do',
  async () => {
    const { backfills } = rig.client;
    const began = performance.now();
    await backfills.create(hackerNews, asked);
    await completed(intervals / 4);
    expect(await backfills.pause(asked.name)).toMatchObject({ paused: true });
    await killWorkers();
    const paused = await until(
      () => backfills.status(asked.name),
      ({ progress }) => progress?.running === 0,
    );
    expect(paused.progress).toMatchObject({ paused: true });
    const kept = await rig.sql<{ runs: number }>('select count(*)::int as runs from headrace.run');
    expect(kept).toEqual([{ runs: paused.progress?.completed }]);

    await backfills.resume(asked.name);
    await completed(intervals / 2);
    await killWorkers();
    expect(await backfills.result(asked.name)).toMatchObject({ intervals, completed: intervals, failed: 0 });
    const elapsed = performance.now() - began;
    await expectEachOnce();

    await backfills.create(hackerNews, asked);
    const again = await backfills.result(asked.name);
    expect(again).toMatchObject({ intervals, completed: 0, finished: intervals });
    await expectEachOnce();
    process.stdout.write(
      `${intervals} intervals in ${Math.round(elapsed)} ms, nothing to do in ${again.durationMs} ms\n`,
    );
  },
  patience,
);

async function completed(runs: number): Promise<void> {
  for await (const { progress } of rig.client.backfills.watch(asked.name)) {
    if ((progress?.completed ?? 0) >= runs) return;
  }
}

async function killWorkers(): Promise<void> {
  for (const name of ['workflow-worker', 'activity-worker']) {
    await rig.sandbox.processes.get(name).kill();
    await rig.sandbox.processes.get(name).whenReady();
  }
}

/** Every interval has one run in the store and one execution in Temporal; no history of the backfill is too long. */
async function expectEachOnce(): Promise<void> {
  const [runs] = await rig.sql(
    `select count(*)::int as runs, count(distinct interval_start)::int as intervals,
     count(*) filter (where state = 'completed')::int as completed from headrace.run`,
  );
  expect(runs).toEqual({ runs: intervals, intervals, completed: intervals });
  const versions = await rig.sql(`select count(*)::int as versions from headrace.dataset_version`);
  expect(versions).toEqual([{ versions: intervals }]);
  const query = `WorkflowType = '${hackerNews.workflow}'`;
  await until(
    () => rig.temporal.workflow.count(query),
    ({ count }) => count === intervals,
  );
  const executions = rig.temporal.workflow.list({ query: `WorkflowId = '${toBackfillId(asked.name)}'` });
  for await (const { historyLength } of executions) expect(historyLength).toBeLessThan(historyBound);
}

function toTime(interval: number): string {
  return new Date(Date.UTC(2026, 0) + interval * length).toISOString();
}
