import {
  hackerNewsArchive,
  taskQueues,
  terminalErrors,
  type HackerNewsArchiveInput,
  type WorkflowOf,
} from '@headrace/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMemoryActivities } from '../../support/memory-activities.ts';
import { runHeadrace } from '../../support/run-headrace.ts';
import { startWorkflowRig, type WorkflowRig } from '../../support/workflow-rig.ts';

const contradictions: [flags: string, input: HackerNewsArchiveInput, message: string][] = [
  ['--from 9 --to 3', { from: 9, to: 3 }, 'to: 3 is below from, 9'],
  ['--to 3', { to: 3 }, 'to: given without from'],
  ['--last 5 --from 1', { last: 5, from: 1 }, 'last: given with from;'],
  ['--last 5 --from 1 --to 3', { last: 5, from: 1, to: 3 }, 'last: given with from and to;'],
];

describe('a contradictory range of the archive', () => {
  let rig: WorkflowRig;

  beforeAll(async () => {
    rig = await startWorkflowRig();
  });
  afterAll(() => rig[Symbol.asyncDispose]());

  it.for(contradictions)(
    '%s is refused by the command before anything starts',
    async ([flags, , message]) => {
      const env = { ...process.env, TEMPORAL_ADDRESS: rig.environment.address };
      for (const more of [[], ['--dry-run']]) {
        const { code, stderr } = await runHeadrace(
          ['run', hackerNewsArchive.name, ...flags.split(' '), ...more],
          env,
        );
        expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
      }
    },
  );

  it.for(contradictions)('%s is refused by the workflow at once', async ([flags, input, message]) => {
    const activities = createMemoryActivities({ keys: 1 });
    const failure = await rig.withWorkers(activities, async () => {
      const handle = await rig.environment.client.workflow.start<WorkflowOf<typeof hackerNewsArchive>>(
        hackerNewsArchive.workflow,
        { args: [{ input }], taskQueue: taskQueues.workflows, workflowId: `refused ${flags}` },
      );
      return handle.result().catch((error: { cause?: unknown }) => error.cause);
    });
    expect(failure).toMatchObject({
      type: terminalErrors.invalidInput,
      nonRetryable: true,
      message: expect.stringContaining(message),
    });
    expect(activities.calls).toEqual([]);
  });

  it('that is none after all is planned, landed and shown', async () => {
    const activities = createMemoryActivities({ keys: 3, rows: [{ id: 7 }] });
    const result = await rig.withWorkers(activities, () =>
      rig.environment.client.workflow.execute<WorkflowOf<typeof hackerNewsArchive>>(
        hackerNewsArchive.workflow,
        { args: [{ input: { from: 7, to: 9 } }], taskQueue: taskQueues.workflows, workflowId: 'fits' },
      ),
    );
    expect(result).toMatchObject({ summary: { landed: 3, dataset: 'hacker_news_items' }, rows: [{ id: 7 }] });
  });
});
