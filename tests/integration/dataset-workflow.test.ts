import {
  datasetControl,
  datasetWorkflow,
  emptyDataset,
  meets,
  retryableErrors,
  taskQueues,
  toDatasetId,
  type DatasetState,
  type DatasetUse,
  type DatasetWorkflow,
  type VersionActivities,
} from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMemoryActivities } from '../support/memory-activities.ts';
import { withBundle } from '../support/test-workers.ts';
import { until } from '../support/until.ts';
import type { waiter } from '../support/waiting-workflows.ts';

const dataset = 'things';
const hour = 3_600_000;
/** What Temporal's own suggestion to continue as new is made at. */
const mostEvents = 4_096;
/** Events after which the server suggests it here. */
const suggestAfter = 600;

function startOf(version: number): string {
  return new Date(version * hour).toISOString();
}

/** The versions as a store would know them, looked for as often as the contract says, or every so many ms. */
function createVersions(every?: number): VersionActivities & { publish(): number } {
  const versions: DatasetUse[] = [];
  return {
    publish() {
      const version = versions.length + 1;
      const interval = { start: startOf(version), end: startOf(version + 1) };
      return versions.push({ dataset, version, pipeline: 'things', run: `run-${version}`, interval });
    },
    findVersion: async (need) => versions.findLast((version) => meets(need, version)) ?? null,
    async readDataset({ after = Infinity, limit, needs }) {
      const newer = versions.filter(({ version }) => version > after);
      const met = needs.flatMap((need) => {
        const use = versions.findLast((version) => meets(need, version));
        return use ? [{ ...need, use }] : [];
      });
      const more = newer.length > limit || met.length > limit;
      return { versions: newer.slice(0, limit), met: met.slice(0, limit), more };
    },
    async awaitVersion({ after }) {
      if (versions.length > after) return versions.length;
      throw ApplicationFailure.create({
        type: retryableErrors.noVersion,
        ...(every !== undefined && { nextRetryDelay: every }),
      });
    },
    listDatasets: async () => [],
    describeDataset: async () => ({ dataset, versions: [] }),
  };
}

describe('the workflow of a dataset', () => {
  let server: TemporalServer;
  let connection: Connection;
  let client: Client;
  let workflowBundle: WorkflowBundle;

  beforeAll(async () => {
    workflowBundle = await bundleWorkflowCode({
      workflowsPath: new URL('../support/waiting-workflows.ts', import.meta.url).pathname,
      logger: new DefaultLogger('ERROR'),
    });
    server = await startTemporalServer({
      dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': suggestAfter },
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
    'answers each of 500 waiters once through a burst of 500 publications, in bounded histories',
    { timeout: 300_000 },
    async () => {
      const versions = createVersions();
      const activities = { ...createMemoryActivities({ keys: 1 }), ...versions };
      const all = Array.from({ length: 500 }, (_, index) => index + 1);
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
          150_000,
        );
        const [late] = await Promise.all([
          startWaiters(all.filter((version) => version % 2 === 1)),
          inWindow(all, () => latest.signal(datasetControl.published, versions.publish())),
        ]);
        const told: number[] = [];
        await inWindow([...early, ...late], async (result) => void told.push(await result()));
        expect(told.toSorted((a, b) => a - b)).toEqual(all);
        const state = await latest.query<DatasetState>(datasetControl.state);
        expect(state).toMatchObject({ waiters: [], lastVersion: 500 });
      });

      const executions = await readExecutions();
      expect(executions.length).toBeGreaterThan(1);
      for (const { events } of executions) expect(events).toBeLessThan(mostEvents);
      const answered = executions.flatMap(({ answers }) => answers);
      expect(answered.toSorted()).toEqual(all.map((version) => `waiter-${version}`).toSorted());
    },
  );

  it('takes what an execution finds at its first task in the order in which it came', async () => {
    const activities = { ...createMemoryActivities({ keys: 1 }), ...createVersions() };
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
    const versions = createVersions(20);
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

  /** Of each execution: how long its history is, and whom it answered. */
  async function readExecutions(): Promise<{ events: number; answers: string[] }[]> {
    const query = `WorkflowId = '${toDatasetId(dataset)}'`;
    const listed = await until(
      () => Array.fromAsync(client.workflow.list({ query })),
      (seen) => seen.some(({ status }) => status.name === 'RUNNING'),
    );
    return Promise.all(
      listed.map(async ({ workflowId, runId }) => {
        const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
        const answers = (events ?? []).flatMap(
          ({ signalExternalWorkflowExecutionInitiatedEventAttributes: sent }) =>
            sent?.signalName === datasetControl.available ? [sent.workflowExecution?.workflowId ?? ''] : [],
        );
        return { events: events?.length ?? 0, answers };
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
