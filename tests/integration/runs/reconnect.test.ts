import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createHeadraceClient, type WatchedStatus } from '@headrace/client';
import { hackerNews } from '@headrace/contracts';
import { connectClient } from '@headrace/runtime';
import { startTemporalServer } from '@headrace/sandbox';
import { Client } from '@temporalio/client';
import { expect, test } from 'vitest';

test('watching and waiting go on through a Temporal that is killed and comes back, and say so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headrace-'));
  const dbFile = join(folder, 'temporal.db');
  const first = await startTemporalServer({ dbFile });
  let server = first;
  const connection = await connectClient({ address: first.address, namespace: 'default', security: {} });
  try {
    const client = new Client({ connection });
    const headrace = createHeadraceClient({ client, queryTimeout: 200 });
    const { result } = await headrace.start(hackerNews, { id: 'outlasting' });
    const waited = result().catch((error: unknown) => error);
    const seen: WatchedStatus[] = [];
    const watched = (async () => {
      for await (const status of headrace.watch('outlasting', { interval: 100 })) seen.push(status);
    })();
    await expect.poll(() => seen.length).toBeGreaterThan(0);
    await first.kill();
    await expect.poll(() => seen.at(-1)?.connected).toBe(false);
    server = await startTemporalServer({ dbFile, port: first.port });
    await expect.poll(() => seen.at(-1)?.connected).toBe(true);
    await client.workflow.getHandle('outlasting').terminate('enough');
    await watched;
    expect(seen.at(-1)).toMatchObject({ state: 'terminated', connected: true });
    expect(await waited).toMatchObject({
      type: 'RunFailed',
      state: 'terminated',
      failure: { message: 'enough' },
    });
  } finally {
    await connection.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

test('a connection that is closed while a call is tried again ends that call', async () => {
  const server = await startTemporalServer();
  const connection = await connectClient({ address: server.address, namespace: 'default', security: {} });
  await server.kill();
  const called = connection.workflowService.getSystemInfo({}).catch((error: unknown) => error);
  await connection.close();
  expect(await called).toMatchObject({ code: 1 });
});
