import {
  hackerNews,
  runIntervalWorkflow,
  taskQueues,
  type IntervalActivities,
  type RunIntervalWorkflow,
} from '@headrace/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMemoryActivities } from '../support/memory-activities.ts';
import { startWorkflowRig, type WorkflowRig } from '../support/workflow-rig.ts';

const interval = { start: '2026-11-20T00:00:00.000Z', end: '2026-11-21T00:00:00.000Z' };

describe('the runInterval workflow', () => {
  let rig: WorkflowRig;

  beforeAll(async () => {
    rig = await startWorkflowRig();
  });
  afterAll(() => rig[Symbol.asyncDispose]());

  it('loses no interval to a store that is away for hours', async () => {
    const activities = createMemoryActivities({ keys: 3 });
    const { client } = rig.environment;
    const startedAt = await rig.environment.currentTimeMs();
    const hours = async (): Promise<number> =>
      ((await rig.environment.currentTimeMs()) - startedAt) / 3_600_000;
    const findFinished: IntervalActivities['findFinished'] = async (request) => {
      if ((await hours()) < 5) throw new Error('the store is away');
      return activities.findFinished(request);
    };
    const result = await rig.withWorkers({ ...activities, findFinished } as typeof activities, () =>
      client.workflow.execute<RunIntervalWorkflow>(runIntervalWorkflow, {
        args: [{ pipeline: hackerNews.name, schedule: 'daily', interval, request: {} }],
        workflowId: 'due',
        taskQueue: taskQueues.workflows,
      }),
    );
    expect(result.outcome).toBe('completed');
    expect(await hours()).toBeGreaterThan(5);
  });
});
