import { fileURLToPath } from 'node:url';

import {
  startSampleSource,
  startTemporalServer,
  type SampleSource,
  type SampleSourceOptions,
} from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';
import { createHeadraceClient, type HeadraceClient } from '@headrace/client';
import { Pool } from 'pg';

import { openDatabase } from './database.ts';
import { runHeadrace } from './run-headrace.ts';
import { startWorkerProcess } from './worker-process.ts';

/** A worker of each kind over a sample source that is every pipeline's, with nothing limited. */
export interface PipelineRig extends AsyncDisposable {
  readonly source: SampleSource;
  readonly headrace: HeadraceClient;
  readonly temporal: Client;
  /** `headrace … --json`, and what it printed. Throws what it said where it failed. */
  cli<Printed>(line: string): Promise<Printed>;
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>;
}

const files = {
  activity: fileURLToPath(new URL('../../apps/activity-worker/src/main.ts', import.meta.url)),
  workflow: fileURLToPath(new URL('../../apps/workflow-worker/src/main.ts', import.meta.url)),
};

/** `settings` are the activity worker's. */
export async function startPipelineRig(
  options: SampleSourceOptions = {},
  settings: Readonly<Record<string, string>> = {},
): Promise<PipelineRig> {
  await using opened = new AsyncDisposableStack();
  const source = await startSampleSource(options);
  opened.defer(() => source.close());
  const [server, postgres] = await Promise.all([startTemporalServer(), openDatabase()]);
  opened.defer(() => server.stop());
  const TEMPORAL_ADDRESS = server.address;
  const activityWorker = startWorkerProcess({
    file: files.activity,
    env: {
      TEMPORAL_ADDRESS,
      DATABASE_URL: postgres.url,
      HEADRACE_HACKER_NEWS_URL: source.url,
      HEADRACE_DISCOURSE_URL: source.url,
      HEADRACE_DISCOURSE_BUDGET: 'none',
      ...settings,
    },
  });
  opened.use(activityWorker);
  const workflowWorker = startWorkerProcess({ file: files.workflow, env: { TEMPORAL_ADDRESS } });
  opened.use(workflowWorker);
  await Promise.all([activityWorker.ready, workflowWorker.ready]);
  const connection = await Connection.connect({ address: server.address });
  opened.defer(() => connection.close());
  const temporal = new Client({ connection });
  const pool = new Pool({ connectionString: postgres.url, max: 1 });
  opened.defer(() => pool.end());
  const env = { ...process.env, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: 'default' };
  const open = opened.move();
  return {
    source,
    temporal,
    headrace: createHeadraceClient({ client: temporal }),
    async cli<Printed>(line: string) {
      const { code, stdout, stderr } = await runHeadrace([...line.split(' '), '--json'], env);
      if (code !== 0) throw new Error(`headrace ${line} ended with ${code}: ${stderr}${stdout}`);
      return JSON.parse(stdout) as Printed;
    },
    sql: async (text, values) => (await pool.query(text, values)).rows,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
