import type { RunResult, Story } from '@headrace/contracts';
import { measureHistory } from '@headrace/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startE2eRig, type E2eRig } from '../support/e2e-rig.ts';
import { until } from '../support/until.ts';

const limit = 500;
const both = ['activity-worker', 'activity-worker-2'];

let rig: E2eRig;

beforeAll(async () => {
  rig = await startE2eRig({ latency: 50, workers: { activity: 2, workflow: 2 } });
});
afterAll(() => rig?.[Symbol.asyncDispose]());

interface LandEvents {
  /** Worker identities that began a batch's last attempt. */
  readonly identities: Set<string>;
  /** The highest attempt of any activity. */
  readonly attempts: number;
}

async function landEvents(runId: string): Promise<LandEvents> {
  const { events = [] } = await rig.temporal.workflow.getHandle(runId).fetchHistory();
  const started = (events ?? []).flatMap((event) => event.activityTaskStartedEventAttributes ?? []);
  return {
    identities: new Set(started.map(({ identity }) => identity ?? '')),
    attempts: Math.max(...started.map(({ attempt }) => attempt ?? 0)),
  };
}

it('shares a run’s batches between two activity workers', async () => {
  await rig.start('shared', limit);
  const { summary } = await rig.client.result<RunResult<Story>>('shared');
  expect(summary).toMatchObject({ listed: limit, quarantined: 0 });
  expect((await landEvents('shared')).identities.size).toBe(2);
});

it('shares runs between two workflow workers', async () => {
  const identities = new Set<string>();
  for (let run = 0; identities.size < 2 && run < 20; run += 1) {
    await rig.start(`small-${run}`, 1);
    await rig.client.result(`small-${run}`);
    const { events } = await rig.temporal.workflow.getHandle(`small-${run}`).fetchHistory();
    for (const event of events ?? []) {
      const identity = event.workflowTaskCompletedEventAttributes?.identity;
      if (identity) identities.add(identity);
    }
  }
  expect(identities.size).toBe(2);
});

it('lets nothing pass through Temporal but references, counts and the result', async () => {
  const { payloads } = await measureHistory(rig.temporal, 'shared');
  const rest = payloads.filter(
    ({ event, activity }) =>
      event !== 'workflowExecutionCompleted' &&
      !(event === 'activityTaskCompleted' && activity === 'readRows'),
  );
  expect(rest.length).toBeGreaterThan(20);
  expect(rest[0]!.bytes).toBeLessThan(2_048);
});

it('refuses a worker that was paused past its timeout and wakes up in the middle of a chunk', async () => {
  const paused = rig.sandbox.processes.get('activity-worker');
  const before = rig.source.requests();
  await rig.start('zombie', limit);
  await until(
    () => rig.source.requests() - before,
    (requests) => requests > 100,
  );
  paused.signal('SIGSTOP');
  const { summary } = await rig.client.result<RunResult<Story>>('zombie');
  expect(summary).toMatchObject({ listed: limit, landed: rig.truth(limit).length, quarantined: 0 });
  const batches = (): Promise<unknown[]> =>
    rig.sql(`select number, cursor, landed from headrace.batch where run = 'zombie' order by number`);
  const settled = await batches();
  const log = rig.written.length;
  paused.signal('SIGCONT');
  await until(
    () => rig.written.slice(log).filter((line) => line.startsWith('activity-worker:')),
    (lines) => lines.some((line) => line.includes('Superseded')),
  );
  expect(await batches()).toEqual(settled);
});

it.each(both)('ends without a failed attempt when %s is told to stop in the middle', async (worker) => {
  const runId = `stopping-${worker}`;
  const before = rig.source.requests();
  await rig.start(runId, limit);
  await until(
    () => rig.source.requests() - before,
    (requests) => requests > 100,
  );
  await rig.sandbox.processes.get(worker).stop();
  const { summary } = await rig.client.result<RunResult<Story>>(runId);
  expect(summary).toMatchObject({ listed: limit, landed: rig.truth(limit).length, quarantined: 0 });
  expect((await landEvents(runId)).attempts).toBe(1);
  expect(rig.source.requests() - before).toBe(limit + 1);
  await rig.sandbox.processes.get(worker).start();
});
