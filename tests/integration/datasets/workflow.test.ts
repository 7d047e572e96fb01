import {
  datasetControl,
  datasetWorkflow,
  emptyDataset,
  limits,
  taskQueues,
  toDatasetId,
  type DatasetState,
  type DatasetWorkflow,
} from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMemoryActivities } from '../../support/memory-activities.ts';
import { createMemoryVersions, startOf } from '../../support/memory-versions.ts';
import { thorough } from '../../support/sample.ts';
import { withBundle } from '../../support/test-workers.ts';
import { until } from '../../support/until.ts';
import type { waiter } from '../../support/waiting-workflows.ts';

const dataset = 'things';
/** What Temporal's own suggestion to continue as new is made at. */
const mostEvents = 4_096;
/** Events after which the server suggests it here. */
const suggestAfter = 600;
/** Waiters and publications that come together. */
const burst = thorough ? 500 : 150;
/** Signals in flight from one workflow, beyond which the server fails its tasks. */
const mostSignals = 150;

interface Execution {
  readonly events: number;
  readonly answers: readonly string[];
  readonly refused: readonly string[];
}

describe('the workflow of a dataset', () => {
  let server: TemporalServer;
  let connection: Connection;
  let client: Client;
  let workflowBundle: WorkflowBundle;

  beforeAll(async () => {
    workflowBundle = await bundleWorkflowCode({
      workflowsPath: new URL('../../support/waiting-workflows.ts', import.meta.url).pathname,
      logger: new DefaultLogger('ERROR'),
    });
    server = await startTemporalServer({
      dynamicConfig: {
        'limit.historyCount.suggestContinueAsNew': suggestAfter,
        'limit.numPendingSignals.error': mostSignals,
      },
    });
    connection = await Connection.connect({ address: server.address });
    client = new Client({ connection });
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  /** Starts them some at a time, and gives their answers later. */
  async function startWaiters(versions: readonly number[]): Promise<(() => Promise<number>)[]> {
    const results: (() => Promise<number>)[] = [];
    await inWindow(versions, async (version) => {
      const handle = await client.workflow.start<typeof waiter>('waiter', {
        workflowId: `waiter-${version}`,
        taskQueue: taskQueues.workflows,
        args: [{ dataset, start: startOf(version), twice: version % 5 === 0 }],
      });
      results.push(() => handle.result());
    });
    return results;
  }

  it(
    `answers each of ${burst} waiters once through a burst of as many publications, in bounded histories`,
    { timeout: 300_000 },
    async () => {
      const versions = createMemoryVersions(dataset);
      const activities = { ...createMemoryActivities({ keys: 1 }), ...versions };
      const all = Array.from({ length: burst }, (_, index) => index + 1);
      await withBundle(server.address, { activities, workflowBundle }, async () => {
        const handle = await client.workflow.start<DatasetWorkflow>(datasetWorkflow, {
          workflowId: toDatasetId(dataset),
          taskQueue: taskQueues.workflows,
          args: [emptyDataset(dataset)],
        });
        const latest = client.workflow.getHandle(handle.workflowId);
        // Half of them are there before anything is published, the others come while it is.
        const early = await startWaiters(all.filter((version) => version % 2 === 0));
        await until(
          () => latest.query<DatasetState>(datasetControl.state),
          ({ waiters }) => waiters.length === early.length,
          { timeout: 150_000, pause: 200 },
        );
        const [late] = await Promise.all([
          startWaiters(all.filter((version) => version % 2 === 1)),
          inWindow(all, () => latest.signal(datasetControl.published, versions.publish())),
        ]);
        const told: number[] = [];
        await inWindow([...early, ...late], async (result) => void told.push(await result()));
        expect(told.toSorted((a, b) => a - b)).toEqual(all);
        const state = await latest.query<DatasetState>(datasetControl.state);
        expect(state).toMatchObject({ waiters: [], lastVersion: burst });
      });

      const executions = await readExecutions(dataset);
      expect(executions.length).toBeGreaterThan(1);
      for (const { events } of executions) expect(events).toBeLessThan(mostEvents);
      const answered = executions.flatMap(({ answers }) => answers);
      expect(answered.toSorted()).toEqual(all.map((version) => `waiter-${version}`).toSorted());
    },
  );

  it('takes what an execution finds at its first task in the order in which it came', async () => {
    const activities = { ...createMemoryActivities({ keys: 1 }), ...createMemoryVersions(dataset) };
    const other = 'others';
    const handle = await client.workflow.start<DatasetWorkflow>(datasetWorkflow, {
      workflowId: toDatasetId(other),
      taskQueue: taskQueues.workflows,
      args: [emptyDataset(other)],
    });
    const again = { waiter: 'again', start: startOf(2) };
    await handle.signal(datasetControl.wait, { waiter: 'again', start: startOf(1) });
    await handle.signal(datasetControl.wait, { waiter: 'gone', start: startOf(1) });
    await handle.signal(datasetControl.forget, 'gone');
    await handle.signal(datasetControl.forget, 'again');
    await handle.signal(datasetControl.wait, again);
    await withBundle(server.address, { activities, workflowBundle }, async () => {
      const { waiters } = await handle.query<DatasetState>(datasetControl.state);
      expect(waiters).toEqual([again]);
    });
  });

  it('finds a version that nobody told of, and has no further events before', async () => {
    const versions = createMemoryVersions(dataset, 20);
    const activities = { ...createMemoryActivities({ keys: 1 }), ...versions };
    const silent = 'silent';
    await withBundle(server.address, { activities, workflowBundle }, async () => {
      const handle = await client.workflow.start<DatasetWorkflow>(datasetWorkflow, {
        workflowId: toDatasetId(silent),
        taskQueue: taskQueues.workflows,
        args: [emptyDataset(silent)],
      });
      const { workflowId } = await client.workflow.start<typeof waiter>('waiter', {
        workflowId: 'silent-waiter',
        taskQueue: taskQueues.workflows,
        args: [{ dataset: silent, start: startOf(1), twice: false }],
      });
      const looked = (times: number): ReturnType<typeof handle.describe> =>
        until(
          () => handle.describe(),
          ({ raw }) => (raw.pendingActivities?.[0]?.attempt ?? 0) > times,
        );
      const { historyLength } = await looked(2);
      expect(await looked(4)).toMatchObject({ historyLength });
      versions.publish();
      expect(await client.workflow.result(workflowId)).toBe(1);
    });
  });

  it('tells each of many waiters too many, and is held up neither by them nor by signals without sense', async () => {
    const activities = { ...createMemoryActivities({ keys: 1 }), ...createMemoryVersions(dataset) };
    const full = 'full';
    const waiters = Array.from({ length: limits.datasetWaiters }, (_, index) => ({ waiter: `of-${index}` }));
    const need = { start: startOf(1) };
    const handle = await client.workflow.start<DatasetWorkflow>(datasetWorkflow, {
      workflowId: toDatasetId(full),
      taskQueue: taskQueues.workflows,
      args: [{ ...emptyDataset(full), waiters: waiters.map((one) => ({ ...one, ...need })) }],
    });
    for (const senseless of [[], [{}], [{ waiter: 'x', start: 'x' }]]) {
      await handle.signal(datasetControl.wait, ...senseless);
    }
    await handle.signal(datasetControl.published);
    const tooMany = Array.from({ length: 2 * mostSignals }, (_, index) => `late-${index}`);
    await inWindow(tooMany, (late) => handle.signal(datasetControl.wait, { waiter: late, ...need }));
    await withBundle(server.address, { activities, workflowBundle }, async () => {
      const told = await until(
        async () => (await readExecutions(full)).flatMap(({ refused }) => refused),
        ({ length }) => length >= tooMany.length,
      );
      expect(told.toSorted()).toEqual(tooMany.toSorted());
      const latest = client.workflow.getHandle(toDatasetId(full));
      const state = await latest.query<DatasetState>(datasetControl.state);
      expect(state).toMatchObject({ lastVersion: 0, waiters: { length: limits.datasetWaiters } });
    });
  });

  /** Of each execution: how long its history is, whom it answered and whom it refused. */
  async function readExecutions(of: string): Promise<Execution[]> {
    const query = `WorkflowId = '${toDatasetId(of)}'`;
    const listed = await until(
      () => Array.fromAsync(client.workflow.list({ query })),
      (seen) => seen.some(({ status }) => status.name === 'RUNNING'),
    );
    return Promise.all(
      listed.map(async ({ workflowId, runId }) => {
        const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
        const sent = (signal: string): string[] =>
          (events ?? []).flatMap(({ signalExternalWorkflowExecutionInitiatedEventAttributes: initiated }) =>
            initiated?.signalName === signal ? [initiated.workflowExecution?.workflowId ?? ''] : [],
          );
        return {
          events: events?.length ?? 0,
          answers: sent(datasetControl.available),
          refused: sent(datasetControl.refused),
        };
      }),
    );
  }
});

/** Twenty at once. */
async function inWindow<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const lanes = Array.from({ length: 20 }, async () => {
    for (const item of left) await work(item);
  });
  await Promise.all(lanes);
}
