import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createHeadraceClient } from '@headrace/client';
import { hackerNews, pipelines } from '@headrace/contracts';
import { connectClient } from '@headrace/runtime';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Client, type Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openDatabase, type TestDatabase } from '../support/database.ts';
import { buildApp, type BuiltApp } from '../support/build-app.ts';
import { answerStory, startScriptedSource } from '../support/scripted-source.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

let workflowWorker: BuiltApp;
let activityWorker: BuiltApp;
let starter: BuiltApp;
let temporal: TemporalServer;
let postgres: TestDatabase;
let connection: Connection;

beforeAll(async () => {
  workflowWorker = await buildApp('workflow-worker');
  activityWorker = await buildApp('activity-worker');
  starter = await buildApp('starter');
  [temporal, postgres] = await Promise.all([startTemporalServer(), openDatabase()]);
  connection = await connectClient({ address: temporal.address, namespace: 'default', security: {} });
});

afterAll(async () => {
  await connection?.close();
  await temporal?.stop();
  await Promise.all([workflowWorker, activityWorker, starter].map((app) => app?.[Symbol.asyncDispose]()));
});

test('the built workers run a pipeline alone, with the dependencies that their manifests name', async () => {
  await using source = await startScriptedSource([1, 2, 3], answerStory);
  const env = { TEMPORAL_ADDRESS: temporal.address };
  await using workflows = startWorkerProcess({ file: workflowWorker.main, env });
  await using activities = startWorkerProcess({
    file: activityWorker.main,
    env: { ...env, DATABASE_URL: postgres.url, HEADRACE_HACKER_NEWS_URL: source.url },
  });
  await Promise.all([workflows.ready, activities.ready]);
  const headrace = createHeadraceClient({ client: new Client({ connection }), pipelines });
  const run = await headrace.start(hackerNews, { id: 'built' });
  const { summary } = await run.result();
  expect(summary).toMatchObject({ listed: 3, landed: 3, quarantined: 0 });
});

test('every app imports what its manifest names, and nothing else is installed for it', () => {
  for (const { imports, dependencies } of [workflowWorker, activityWorker, starter]) {
    expect(imports).toEqual(dependencies.toSorted());
  }
});

test('the workflow worker installs nothing that reaches a database or a source', () => {
  for (const name of ['pg', 'kysely', 'ky', 'undici', '@temporalio/activity']) {
    expect(workflowWorker.dependencies).not.toContain(name);
    expect(activityWorker.dependencies).toContain(name);
  }
});

test("the workflow bundle holds calendar, contracts, workflows and Temporal's own code", async () => {
  const bundle = await readFile(join(workflowWorker.folder, 'dist', 'workflow-bundle.js'), 'utf8');
  const [, map = ''] =
    /sourceMappingURL=data:application\/json;charset=utf-8;base64,(\S+)/.exec(bundle) ?? [];
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString()) as { sources: string[] };
  const origins = new Set(sources.filter((source) => !source.startsWith('webpack/')).map(originOf));
  expect([...origins].toSorted()).toEqual([
    '@temporalio/common',
    '@temporalio/workflow',
    'long',
    'ms',
    'nexus-rpc',
    'packages/calendar',
    'packages/contracts',
    'packages/workflows',
  ]);
});

/** The package a source file belongs to; `long`, `ms` and `nexus-rpc` are Temporal's. */
function originOf(source: string): string {
  const [, installed] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
  const [, own] = /\/(packages\/[^/]+)\/src\//.exec(source) ?? [];
  return installed ?? own ?? source;
}
