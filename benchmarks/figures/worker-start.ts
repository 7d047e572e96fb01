import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { readRowsWorkflow, taskQueues } from '@headrace/contracts';
import { startTemporalServer, Supervisor } from '@headrace/sandbox';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';

import { atMost, type Benchmark } from '../figure.ts';
import { runInTurn } from '../rig/in-turn.ts';
import { median } from '../rig/median.ts';
import { writeBundle } from '../rig/write-bundle.ts';

const workerFile = fileURLToPath(new URL('../../apps/workflow-worker/src/main.ts', import.meta.url));

/** From a workflow worker's spawn to its first workflow task done, with a bundle made before and without. */
export const workerStart: Benchmark = {
  name: 'worker-start',
  title: 'a workflow worker, from its start to its first workflow task done',
  async measure(say) {
    await using open = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'headrace-bench-'));
    open.defer(() => rm(folder, { recursive: true, force: true }));
    const bundle = await writeBundle(folder);
    const server = await startTemporalServer();
    open.defer(() => server.stop());
    const connection = await Connection.connect({ address: server.address });
    open.defer(() => connection.close());
    const client = new Client({ connection });
    const firstTask = (env: NodeJS.ProcessEnv): Promise<void> =>
      startToFirstTask(client, { ...env, TEMPORAL_ADDRESS: server.address });
    const times = await runInTurn({
      rounds: 3,
      say,
      works: {
        bundled: () => firstTask({ HEADRACE_WORKFLOW_BUNDLE: bundle }),
        bundling: () => firstTask({}),
      },
    });
    const bundled = median(times.map((time) => time.bundled));
    const bundling = median(times.map((time) => time.bundling));
    return [
      atMost(
        'time with a prebuilt bundle over bundling at start',
        median(times.map((t) => t.bundled / t.bundling)),
        {
          goal: 0.6,
          of: `${bundled.toFixed()} over ${bundling.toFixed()} ms`,
          limit: 'Loading the SDK and connecting are part of both.',
        },
      ),
    ];
  },
};

async function startToFirstTask(client: Client, env: NodeJS.ProcessEnv): Promise<void> {
  const workers = new Supervisor();
  const waiting = await client.workflow.start(readRowsWorkflow, {
    taskQueue: taskQueues.workflows,
    workflowId: randomUUID(),
    args: [{ pipeline: 'hacker-news', limit: 1 }],
  });
  try {
    await workers.run({
      name: 'workflow-worker',
      command: process.execPath,
      args: [workerFile],
      env: { ...process.env, HEADRACE_HEALTH_PORT: '0', ...env },
    });
    while (!(await hasDoneATask(waiting))) await sleep(10);
  } finally {
    await workers.killAll();
    await waiting.terminate();
  }
}

async function hasDoneATask(run: WorkflowHandle): Promise<boolean> {
  const { events } = await run.fetchHistory();
  return events?.some((event) => event.workflowTaskCompletedEventAttributes != null) ?? false;
}
