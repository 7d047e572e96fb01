import { hackerNews, taskQueues, type WorkflowOf } from '@headrace/contracts';
import { CancelledFailure } from '@temporalio/common';
import { expect } from 'vitest';

import { test } from '../../support/fixtures.ts';
import { createMemoryActivities } from '../../support/memory-activities.ts';
import { withWorkers } from '../../support/test-workers.ts';

test('a run is cancelled, and did not fail, when a worker dies before it hears of it', async ({
  temporal,
}) => {
  const { address, client } = temporal;
  const handle = client.workflow.getHandle<WorkflowOf<typeof hackerNews>>('unheard');
  const dead = Promise.withResolvers<void>();
  const activities = createMemoryActivities({
    keys: 10,
    onLand: async () => {
      await handle.cancel();
      // It does not beat: Temporal takes its worker for dead.
      await dead.promise;
    },
  });
  await withWorkers(address, activities, async () => {
    await client.workflow.start(hackerNews.workflow, {
      workflowId: handle.workflowId,
      taskQueue: taskQueues.workflows,
      args: [{ overrides: { activity: { heartbeatTimeout: 1_000 } } }],
    });
    const failure = await handle.result().catch((error: unknown) => error);
    dead.resolve();
    expect(failure).toMatchObject({ cause: expect.any(CancelledFailure) });
  });
  const conclude = activities.calls.find((call) => call.name === 'conclude');
  expect(conclude?.request).toMatchObject({ outcome: 'cancelled' });
});
