import { fileURLToPath } from 'node:url';

import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Pool } from 'pg';
import { Agent } from 'undici';

import { fetchItem } from '../fetch-item.ts';
import { createTable, upsert } from '../item-table.ts';

/** Runs `landItems` and its activities in one process, with room for all that the server hands out at once. */
const [address, source, databaseUrl] = process.argv.slice(2);
Runtime.install({ logger: new DefaultLogger('ERROR') });
const connection = await NativeConnection.connect({ address: address! });
const pool = new Pool({ connectionString: databaseUrl });
const dispatcher = new Agent();
await createTable(pool);
const worker = await Worker.create({
  connection,
  taskQueue: 'item-activities',
  workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)),
  activities: {
    async landItem(id: number): Promise<void> {
      await upsert(pool, [await fetchItem(`${source}/v0/item/${id}.json`, dispatcher)]);
    },
  },
  activityTaskPollerBehavior: { type: 'autoscaling' },
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
await worker.run();
