import { ApplicationFailure } from '@temporalio/client';
import { expect } from 'vitest';

import { test } from '../../support/fixtures.ts';
import { createMemoryActivities } from '../../support/memory-activities.ts';
import { withWorkers } from '../../support/test-workers.ts';
import { until } from '../../support/until.ts';

const daily = { pipeline: 'hacker-news', when: { every: 86_400_000 } };

test('a second trigger finds the interval finished, and its run is told with its state', async ({
  temporal,
}) => {
  const activities = createMemoryActivities({ keys: 3 });
  await withWorkers(temporal.address, activities, async () => {
    const { schedules } = temporal.headrace;
    await schedules.create({ ...daily, name: 'twice', paused: true });
    const first = await schedules.trigger('twice');
    await until(
      () => schedules.describe('twice'),
      ({ recent }) => recent[0]?.state === 'completed',
    );
    expect(await schedules.trigger('twice')).toEqual(first);
    const { recent } = await until(
      () => schedules.describe('twice'),
      ({ counts }) => counts.taken === 2,
    );
    expect(recent).toMatchObject([
      { ...first, state: 'completed' },
      { ...first, state: 'completed' },
    ]);
    const { info } = await temporal.client.schedule.getHandle('twice').describe();
    // Two triggers of one second have one workflow id.
    const results = info.recentActions.map(({ action: { workflow } }) =>
      temporal.client.workflow.getHandle(workflow.workflowId, workflow.firstExecutionRunId).result(),
    );
    expect(await Promise.all(results)).toMatchObject([
      { ...first, outcome: 'completed' },
      { ...first, outcome: 'finished-already' },
    ]);
    expect(activities.calls.filter(({ name }) => name === 'plan')).toHaveLength(1);
  });
});

test('a schedule that is to pause on failure is paused by a run that fails, with why', async ({
  temporal,
}) => {
  await withWorkers(temporal.address, createMemoryActivities({ keys: 3, onLand: fail }), async () => {
    const { schedules } = temporal.headrace;
    await schedules.create({ ...daily, name: 'careful', pauseOnFailure: true });
    const { runId } = await schedules.trigger('careful');
    const { note, recent } = await until(
      () => schedules.describe('careful'),
      ({ paused }) => paused,
    );
    expect(note).toMatch(/paused due to workflow failure/);
    expect(recent).toMatchObject([{ runId, state: 'failed' }]);
  });
});

function fail(): never {
  throw ApplicationFailure.nonRetryable('the gate is shut', 'Jam');
}
