import type { WatchedStatus } from '@headrace/client';
import { toShardId, type RunProgress } from '@headrace/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createMemoryActivities } from '../../support/memory-activities.ts';
import { createGatedActivities, startSteeringRig, type SteeringRig } from '../../support/steering-rig.ts';
import { until } from '../../support/until.ts';

const counts = ['listed', 'landed', 'retries', 'batches', 'batchesDone', 'shards', 'shardsDone'] as const;

let rig: SteeringRig;

beforeAll(async () => {
  rig = await startSteeringRig();
});
afterAll(() => rig?.[Symbol.asyncDispose]());

test('a large run is one progress: its own, that of its shards, and that of the batches in flight', async () => {
  const { activities, open } = createGatedActivities();
  await rig.withWorkers(activities, async () => {
    await rig.start('summed');
    const status = await rig.held('summed');
    const shards = [toShardId('summed', 0), toShardId('summed', 1)];
    expect([...new Set(status.pending.map(({ workflowId }) => workflowId))].toSorted()).toEqual(shards);
    expect(status).toMatchObject({
      state: 'running',
      current: true,
      progress: {
        phase: 'land',
        listedAll: true,
        listed: 400,
        landed: 4 * 10 + 4 * 3,
        absent: 4,
        requests: 2 + 4 * 10 + 4 * 5,
        batches: 40,
        batchesDone: 4,
        shards: 2,
        shardsDone: 0,
      },
    });
    expect((await rig.headrace.list()).map(({ runId }) => runId)).not.toContain(shards[0]);
    open();
    await rig.headrace.result('summed');
    expect(await rig.headrace.status('summed')).toMatchObject({ progress: { landed: 400, shardsDone: 2 } });
  });
});

test('a large run is watched through continue-as-new; nothing goes backwards, and it began when it began', async () => {
  const activities = createMemoryActivities({ keys: 1_000, keysPerShard: 50 });
  const seen = await rig.withWorkers(activities, async () => {
    await rig.start('continued');
    return Array.fromAsync(rig.headrace.watch('continued', { interval: 20 }));
  });
  expect(seen.at(-1)).toMatchObject({ state: 'completed', progress: { landed: 1_000, shardsDone: 20 } });
  expectForward(seen);
  const starts = seen.flatMap(({ progress, startedAt }) => (progress ? [startedAt] : []));
  expect(new Set(starts).size).toBe(1);
  const executions = await Array.fromAsync(rig.client.workflow.list({ query: `WorkflowId = 'continued'` }));
  expect(executions.length).toBeGreaterThan(1);
});

test('a large run is steered while it continues as new', async () => {
  const activities = createMemoryActivities({ keys: 1_000, keysPerShard: 50 });
  await rig.withWorkers(activities, async () => {
    await rig.start('busy');
    for (let parallel = 2; parallel <= 12; parallel += 1) {
      expect(await rig.headrace.tune('busy', { parallel })).toMatchObject({ parallel });
    }
    await rig.headrace.cancel('busy');
    await rig.headrace.result('busy').catch(() => {});
  });
});

test('a large run keeps what was seen while its workers are away, says so, and goes on with them', async () => {
  const { activities, open } = createGatedActivities();
  const seen: WatchedStatus[] = [];
  const watched = async (): Promise<void> => {
    for await (const status of rig.impatient.watch('left-alone', { interval: 50 })) seen.push(status);
  };
  const watching = await rig.withWorkers(activities, async () => {
    await rig.start('left-alone');
    const following = watched();
    await until(
      () => seen.at(-1),
      (status) => status?.progress?.landed === 52,
    );
    setTimeout(open, 500);
    return { following };
  });
  await until(
    () => seen.at(-1),
    (status) => status?.current === false,
  );
  expect(seen.at(-1)?.progress?.landed).toBeGreaterThanOrEqual(52);
  await rig.withWorkers(activities, () => watching.following);
  expect(seen.at(-1)).toMatchObject({ state: 'completed', current: true, progress: { landed: 400 } });
  expectForward(seen);
});

test('a large run is still told where one of its shards was terminated', async () => {
  const { activities, open } = createGatedActivities();
  await rig.withWorkers(activities, async () => {
    await rig.start('maimed');
    await rig.held('maimed');
    await rig.client.workflow.getHandle(toShardId('maimed', 0)).terminate();
    const status = await until(
      () => rig.headrace.status('maimed'),
      ({ pending }) => pending.every(({ workflowId }) => workflowId === toShardId('maimed', 1)),
    );
    expect(status).toMatchObject({ state: 'running', current: true, progress: { landed: 2 * 10 + 2 * 3 } });
    open();
    await rig.headrace.result('maimed').catch(() => {});
    expect(await rig.headrace.status('maimed')).toMatchObject({ state: 'failed', summary: { listed: 400 } });
  });
});

test('a large run is cancelled by a command that shows how it drains, and says under its id what it goes on from', async () => {
  const { activities, open } = createGatedActivities({ drainsSlowly: true });
  await rig.withWorkers(activities, async () => {
    await rig.start('drained');
    await rig.held('drained');
    const { output, ended } = rig.spawn('cancel drained');
    await expect
      .poll(() => output.stderr, { timeout: 20_000 })
      .toMatch(/^stopping {2}\d+ of 400 \(\d+%\) .* 0 of 2 shards$/m);
    open();
    expect(await ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^cancelled: 400 listed, 80 landed, /),
    });
    const again = await rig.cli('start hacker-news --id drained');
    expect(again.stderr).toContain('goes on from what it kept: 400 listed, 80 landed, ');
    await rig.headrace.result('drained');
  });
});

function expectForward(seen: readonly WatchedStatus[]): void {
  const told = seen.flatMap(({ progress }): RunProgress[] => (progress ? [progress] : []));
  expect(told.length).toBeGreaterThan(1);
  for (const count of counts) {
    const values = told.map((progress) => progress[count]);
    expect({ count, values }).toEqual({ count, values: values.toSorted((a, b) => a - b) });
  }
}
