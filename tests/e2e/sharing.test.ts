import type { RunResult, Story } from '@headrace/contracts';
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

it('shares a run’s batches between two activity workers, and runs between two workflow workers', async () => {
  const runs = ['shared-1', 'shared-2', 'shared-3'];
  await Promise.all(runs.map((runId) => rig.start(runId, limit)));
  const results = await Promise.all(runs.map((runId) => rig.client.result<RunResult<Story>>(runId)));
  for (const { summary } of results) expect(summary).toMatchObject({ listed: limit, quarantined: 0 });
  const identities = new Set<string>();
  for (const runId of runs)
    for (const identity of (await landEvents(runId)).identities) identities.add(identity);
  expect(identities.size).toBe(2);
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
