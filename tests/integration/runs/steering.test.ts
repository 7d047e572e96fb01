import { fileURLToPath } from 'node:url';

import { hackerNews, retryableErrors, taskQueues } from '@headrace/contracts';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createMemoryActivities } from '../../support/memory-activities.ts';
import { createGatedActivities, startSteeringRig, type SteeringRig } from '../../support/steering-rig.ts';

let rig: SteeringRig;

beforeAll(async () => {
  rig = await startSteeringRig();
});
afterAll(() => rig?.[Symbol.asyncDispose]());

test('steering pauses, tunes and resumes a run from the command line; status tells how it is steered', async () => {
  const { activities, open } = createGatedActivities();
  await rig.withWorkers(activities, async () => {
    await rig.start('steered');
    await rig.held('steered');
    expect(await rig.cli('pause steered')).toMatchObject({
      code: 0,
      stdout: 'run steered: paused, 4 batches at once with 32 requests each\n',
    });
    const tuned = await rig.cli('tune steered --parallel 2 --concurrency 1 --json');
    const steering = { paused: true, parallel: 2, concurrency: 1 };
    expect(JSON.parse(tuned.stdout)).toEqual({ runId: 'steered', steering });
    const { stdout } = await rig.cli('status steered');
    expect(stdout).toMatch(/^paused {2}56 of 400 \(14%\) {2}0 of 2 shards$/m);
    expect(stdout).toMatch(/^paused, 2 batches at once with 1 request each$/m);
    expect(stdout).toMatch(/^4 activities under way$/m);
    const resumed = await rig.cli('resume steered --json');
    expect(JSON.parse(resumed.stdout)).toEqual({
      runId: 'steered',
      steering: { ...steering, paused: false },
    });
    open();
    await rig.headrace.result('steered');
  });
  const ended = {
    type: 'RunEnded',
    state: 'completed',
    message: expect.stringContaining('has ended: completed'),
  };
  await expect(rig.headrace.pause('steered')).rejects.toMatchObject(ended);
  expect(await rig.cli('resume steered')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('has ended: completed'),
  });
});

test('steering may be asked for before any worker is there, which is said, and does no harm', async () => {
  await rig.start('early');
  await expect(rig.impatient.pause('early')).rejects.toMatchObject({
    type: 'NoAnswer',
    message: expect.stringContaining('no workflow worker took it'),
  });
  const activities = createMemoryActivities({ keys: 40 });
  await rig.withWorkers(activities, async () => {
    expect(await rig.headrace.resume('early')).toMatchObject({ paused: false });
    await rig.headrace.result('early');
  });
});

test('steering is answered within its bounds without a worker', async () => {
  const { activities } = createGatedActivities();
  await rig.withWorkers(activities, async () => {
    await rig.start('deserted');
    await rig.held('deserted');
  });
  const asked = Date.now();
  const status = await rig.impatient.status('deserted');
  expect(status).toMatchObject({ state: 'running', progress: null, current: false });
  const lastFailure = { type: retryableErrors.handedBack, message: 'the worker stops' };
  expect(status.pending).toMatchObject(Array.from({ length: 4 }, () => ({ attempt: 2, lastFailure })));
  await expect(rig.impatient.tune('deserted', { parallel: 2 })).rejects.toMatchObject({ type: 'NoAnswer' });
  expect(Date.now() - asked).toBeLessThan(12_000);
  await rig.client.workflow.getHandle('deserted').terminate();
});

test('steering refuses what is no tuning, naming what is valid', async () => {
  const { activities, open } = createGatedActivities();
  await rig.withWorkers(activities, async () => {
    await rig.start('checked-large');
    await expect(rig.headrace.tune('checked-large', { parallel: 0 })).rejects.toMatchObject({
      type: 'SteeringRefused',
      message: 'run checked-large refused: tune: parallel: 0 is not an integer from 1 to 200',
    });
    open();
    await rig.headrace.result('checked-large');
  });
});

test('what a run refuses is exit code 2, with the run’s own reason', async () => {
  await withStubbornWorker(async () => {
    await rig.headrace.start(hackerNews, { id: 'stubborn' });
    const { code, stdout, stderr } = await rig.cli('tune stubborn --parallel 9');
    const message = 'headrace: run stubborn refused: tune: parallel: 9 is more than this run may do\n';
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: message });
    await rig.client.workflow.getHandle('stubborn').terminate();
  });
});

test.each([
  ['tune some', /nothing to tune was given; give --concurrency or --parallel/],
  ['tune some --parallel 0', /--parallel: 0 is not an integer from 1 to 200/],
  ['tune some --concurrency many', /--concurrency: "many" is not an integer from 1 to 1000/],
  ['pause nowhere', /there is no run nowhere/],
  ['tune nowhere --parallel 2', /there is no run nowhere/],
])('%s is exit code 2', async (line, message) => {
  const { code, stdout, stderr } = await rig.cli(line);
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

async function withStubbornWorker(story: () => Promise<void>): Promise<void> {
  const native = await NativeConnection.connect({ address: rig.address });
  try {
    const workflowBundle = await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('../../support/stubborn-workflows.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR'),
    });
    const worker = await Worker.create({
      connection: native,
      taskQueue: taskQueues.workflows,
      workflowBundle,
    });
    await worker.runUntil(story);
  } finally {
    await native.close();
  }
}
