import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { createHeadraceClient } from '@headrace/client';
import { hackerNews, pipelines } from '@headrace/contracts';
import { connectClient } from '@headrace/runtime';
import { startPglite, startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Client, type Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openDatabase, type TestDatabase } from '../../support/database.ts';
import { answerUnavailable, startScriptedSource, type Answer } from '../../support/scripted-source.ts';
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process.ts';

const files = {
  activity: fileURLToPath(new URL('../../../apps/activity-worker/src/main.ts', import.meta.url)),
  workflow: fileURLToPath(new URL('../../../apps/workflow-worker/src/main.ts', import.meta.url)),
};
const nowhere = '127.0.0.1:1';

let temporal: TemporalServer;
let postgres: TestDatabase;
let connection: Connection;

beforeAll(async () => {
  [temporal, postgres] = await Promise.all([startTemporalServer(), openDatabase()]);
  connection = await connectClient({ address: temporal.address, namespace: 'default', security: {} });
});

afterAll(async () => {
  await connection?.close();
  await temporal?.stop();
});

function startActivityWorker(env: Readonly<Record<string, string>> = {}, args: string[] = []): WorkerProcess {
  const usual = { TEMPORAL_ADDRESS: temporal.address, DATABASE_URL: postgres.url };
  return startWorkerProcess({ file: files.activity, args, env: { ...usual, ...env } });
}

function startWorkflowWorker(env: Readonly<Record<string, string>> = {}, args: string[] = []): WorkerProcess {
  return startWorkerProcess({
    file: files.workflow,
    args,
    env: { TEMPORAL_ADDRESS: temporal.address, ...env },
  });
}

async function statusOf(path: string, port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  await response.text();
  return response.status;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

interface Story {
  readonly runId: string;
  readonly answerItem: (id: number) => Answer;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a run of three items over a source that answers as told, with a worker of each kind. */
async function withRun(
  { runId, answerItem, env = {} }: Story,
  story: (worker: WorkerProcess, atSource: (end: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  await using source = await startScriptedSource([1, 2, 3], answerItem);
  await using workflowWorker = startWorkflowWorker();
  await using worker = startActivityWorker({ HEADRACE_HACKER_NEWS_URL: source.url, ...env });
  await Promise.all([workflowWorker.ready, worker.ready]);
  const client = new Client({ connection });
  const headrace = createHeadraceClient({ client, pipelines });
  await headrace.start(hackerNews, { id: runId });
  try {
    await story(worker, source.requestFor);
  } finally {
    await client.workflow.getHandle(runId).terminate();
  }
}

describe('a worker told to stop', () => {
  test.each([
    ['activity worker', 'SIGTERM', startActivityWorker],
    ['workflow worker', 'SIGTERM', startWorkflowWorker],
    ['workflow worker', 'SIGINT', startWorkflowWorker],
  ] as const)('an idle %s exits 0 soon after %s', async (_name, signal, start) => {
    await using worker = start();
    await worker.ready;
    const askedAt = Date.now();
    worker.kill(signal);
    expect(await worker.exit).toEqual({ code: 0, signal: null });
    expect(Date.now() - askedAt).toBeLessThan(5_000);
  });

  test('waits for work in flight, and exits at once with 143 at a second SIGTERM', async () => {
    await withRun({ runId: 'second-signal', answerItem: () => () => {} }, async (worker, atSource) => {
      await atSource('/item/1.json');
      worker.kill('SIGTERM');
      const { healthPort } = await worker.ready;
      await worker.lineWith('Stopping');
      // Signals that come together are one request to stop.
      await expect.poll(() => statusOf('/readyz', healthPort)).toBe(503);
      expect(await statusOf('/healthz', healthPort)).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 500));
      worker.kill('SIGTERM');
      expect(await worker.exit).toEqual({ code: 143, signal: null });
    });
  });

  test('leaves what does not end within the grace period to another worker, and exits 0', async () => {
    const env = { HEADRACE_GRACE_PERIOD: '500ms' };
    await withRun({ runId: 'grace-period', answerItem: () => () => {}, env }, async (worker, atSource) => {
      await atSource('/item/1.json');
      const askedAt = Date.now();
      worker.kill('SIGTERM');
      expect(await worker.exit).toEqual({ code: 0, signal: null });
      expect(Date.now() - askedAt).toBeLessThan(8_000);
    });
  });

  test('exits 0 while it is still waiting for Temporal', async () => {
    await using worker = startActivityWorker({ TEMPORAL_ADDRESS: nowhere });
    await worker.lineWith('Temporal cannot be reached');
    worker.kill('SIGTERM');
    expect(await worker.exit).toEqual({ code: 0, signal: null });
  });
});

describe('a worker that cannot start', () => {
  test('says which Postgres it cannot reach and why, without the password, and exits 1 within 10 s', async () => {
    const startedAt = Date.now();
    await using worker = startActivityWorker({ DATABASE_URL: `postgres://someone:hush@${nowhere}/db` });
    expect(await worker.exit).toEqual({ code: 1, signal: null });
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    const said = JSON.parse(worker.lines.at(-1) ?? '') as { level: string; msg: string };
    expect(said).toMatchObject({
      level: 'fatal',
      msg: expect.stringMatching(/Postgres at 127\.0\.0\.1:1.*ECONNREFUSED/),
    });
    expect(worker.lines.join('\n')).not.toContain('hush');
  });

  test("logs a library's warning as a record of its own", async () => {
    await using worker = startActivityWorker({ DATABASE_URL: `postgres://${nowhere}/db?sslmode=require` });
    await worker.exit;
    const records = worker.lines.map((line) => JSON.parse(line) as object);
    expect(records).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: expect.stringContaining("'verify-full'") }),
    );
  });

  test('says where Temporal is not, tries on for as long as it was told, and exits 1', async () => {
    await using worker = startWorkflowWorker({ TEMPORAL_ADDRESS: nowhere, HEADRACE_TEMPORAL_WAIT: '1500ms' });
    expect(await worker.exit).toEqual({ code: 1, signal: null });
    const said = worker.lines.filter((line) =>
      line.includes(`Temporal cannot be reached at ${nowhere}: connection refused`),
    );
    expect(said.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['warn', 'fatal']);
  });

  test('names a namespace that Temporal does not have', async () => {
    await using worker = startWorkflowWorker({ TEMPORAL_NAMESPACE: 'elsewhere' });
    expect(await worker.exit).toEqual({ code: 1, signal: null });
    expect(worker.lines.at(-1)).toContain('has no namespace elsewhere');
  });

  test.each([
    ['/nowhere/bundle.js', 'ENOENT: no such file or directory'],
    [import.meta.filename, 'it holds no bundled workflows'],
  ])('refuses a bundle that is none', async (HEADRACE_WORKFLOW_BUNDLE, reason) => {
    await using worker = startWorkflowWorker({ HEADRACE_WORKFLOW_BUNDLE });
    expect(await worker.exit).toEqual({ code: 1, signal: null });
    expect(worker.lines.at(-1)).toContain(
      `HEADRACE_WORKFLOW_BUNDLE names ${HEADRACE_WORKFLOW_BUNDLE}, which cannot be used: ${reason}`,
    );
  });

  test('refuses its settings all at once, with exit code 2', async () => {
    await using worker = startActivityWorker({ DATABASE_URL: '', HEADRACE_POOL_SIZE: '0' }, [
      '--helth-port=1',
    ]);
    expect(await worker.exit).toEqual({ code: 2, signal: null });
    expect(worker.lines).toEqual([
      'activity-worker: --helth-port is not a flag of this process; did you mean --health-port?',
      expect.stringContaining('DATABASE_URL is required'),
      'activity-worker: HEADRACE_POOL_SIZE was given "0"; valid is an integer from 1 to 1000',
    ]);
  });

  test('names the commands there are', async () => {
    await using worker = startActivityWorker({}, ['migrat']);
    expect(await worker.exit).toEqual({ code: 2, signal: null });
    expect(worker.lines).toEqual(['activity-worker: "migrat" is not a command; there are run, migrate']);
  });

  test('tells all of its settings for --help', async () => {
    await using worker = startActivityWorker({}, ['--help']);
    expect(await worker.exit).toEqual({ code: 0, signal: null });
    const help = worker.lines.join('\n');
    for (const name of ['DATABASE_URL', '--pool-size', 'HEADRACE_HACKER_NEWS_URL', 'TEMPORAL_ADDRESS']) {
      expect(help).toContain(name);
    }
  });
});

describe('a running worker', () => {
  test('is alive but not ready while Postgres is gone', async () => {
    const own = await startPglite();
    await using worker = startActivityWorker({ DATABASE_URL: own.url });
    const { healthPort } = await worker.ready;
    expect(await statusOf('/healthz', healthPort)).toBe(200);
    expect(await statusOf('/readyz', healthPort)).toBe(200);
    await own.kill();
    await expect.poll(() => statusOf('/readyz', healthPort)).toBe(503);
    expect(await statusOf('/healthz', healthPort)).toBe(200);
  });

  test('is alive but not ready while Temporal is gone', async () => {
    const first = await startTemporalServer();
    await using worker = startWorkflowWorker({ TEMPORAL_ADDRESS: first.address });
    const { healthPort } = await worker.ready;
    expect(await statusOf('/readyz', healthPort)).toBe(200);
    await first.kill();
    await expect.poll(() => statusOf('/readyz', healthPort)).toBe(503);
    expect(await statusOf('/healthz', healthPort)).toBe(200);
    const second = await startTemporalServer({ port: first.port });
    await expect.poll(() => statusOf('/readyz', healthPort)).toBe(200);
    await second.stop();
  });

  test("serves the Temporal SDK's metrics where it is told to", async () => {
    const address = `127.0.0.1:${await findFreePort()}`;
    await using worker = startWorkflowWorker({ HEADRACE_METRICS_ADDRESS: address });
    await worker.ready;
    const readMetrics = async (): Promise<string> => (await fetch(`http://${address}/metrics`)).text();
    await expect.poll(readMetrics).toContain('temporal_worker_task_slots_available');
  });

  test('names run, batch and attempt in the records of an activity', async () => {
    await withRun({ runId: 'log-attributes', answerItem: () => answerUnavailable }, async (worker) => {
      const record: unknown = JSON.parse(await worker.lineWith('"activity":"land"'));
      expect(record).toMatchObject({ run: 'log-attributes', pipeline: 'hacker-news', batch: 0, attempt: 1 });
    });
  });
});

test('migrate makes the tables and ends, and a worker told not to migrate then starts', async () => {
  const own = await startPglite();
  const env = { DATABASE_URL: own.url, HEADRACE_MIGRATE: 'false' };
  {
    await using tooEarly = startActivityWorker(env);
    expect(await tooEarly.exit).toEqual({ code: 1, signal: null });
    expect(tooEarly.lines.at(-1)).toContain('migrate');
  }
  await using migration = startActivityWorker(env, ['migrate']);
  expect(await migration.exit).toEqual({ code: 0, signal: null });
  await using worker = startActivityWorker(env);
  await worker.ready;
  await own.stop();
});
