import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startTemporalServer } from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headrace-temporal-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function withClient<Result>(
  address: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

test('a server started on the database of a killed one knows its workflows', async () => {
  const dbFile = join(folder, 'temporal.db');
  const killed = await startTemporalServer({ dbFile });
  await withClient(killed.address, (client) =>
    client.workflow.start('nobodyRunsThis', { taskQueue: 'none', workflowId: 'kept' }),
  );
  await killed.kill();

  const next = await startTemporalServer({ dbFile, port: killed.port });
  try {
    expect(next.address).toBe(killed.address);
    const { status } = await withClient(next.address, (client) =>
      client.workflow.getHandle('kept').describe(),
    );
    expect(status.name).toBe('RUNNING');
  } finally {
    await next.stop();
  }
});

test('a server that does not start is an error with its last words', async () => {
  await expect(
    startTemporalServer({ dbFile: join(folder, 'no', 'such', 'folder', 'temporal.db') }),
  ).rejects.toThrow(/temporal ended with exit code 1 before it was ready; it wrote:\n.*no such/s);
});
