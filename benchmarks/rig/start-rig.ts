import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createHeadraceClient, type HeadraceClient } from '@headrace/client';
import { hackerNewsArchive, type RunOverrides, type RunSummary } from '@headrace/contracts';
import { startSandbox, type Sandbox } from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';

import { startDatabase, type Database } from './start-database.ts';
import { startItemServer, type ItemServer } from './start-item-server.ts';

export interface RigOptions {
  /** `sample` for the sandbox's own source in place of the item server. */
  readonly source?: 'sample';
  /** What the processes are told, beside this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A whole Headrace on this machine, on real Postgres where there is one, against the item server. */
export interface Rig extends AsyncDisposable {
  readonly engine: Database['engine'];
  readonly databaseUrl: string;
  readonly sandbox: Sandbox;
  readonly temporal: Client;
  readonly client: HeadraceClient;
  readonly sql: Pool;
  readonly items: ItemServer;
  /** Starts a run over the ids 1 to `items`, and resolves to its id. */
  start(items: number, overrides?: RunOverrides): Promise<string>;
  /** Start to result. */
  land(items: number, overrides?: RunOverrides): Promise<RunSummary>;
}

export async function startRig(say: (line: string) => void, options: RigOptions = {}): Promise<Rig> {
  await using started = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'headrace-bench-'));
  started.defer(() => rm(dataDir, { recursive: true, force: true }));
  const { engine, server } = await startDatabase();
  started.defer(() => server.stop());
  const items = await startItemServer();
  started.defer(() => items.stop());
  const sandbox = await startSandbox({
    dataDir,
    source: options.source ?? items.url,
    databaseUrl: server.url,
    env: { ...process.env, ...options.env },
    say,
  });
  started.defer(() => sandbox.stop());
  const connection = await Connection.connect({ address: sandbox.addresses.temporal });
  started.defer(() => connection.close());
  const sql = new Pool({ connectionString: server.url });
  started.defer(() => sql.end());
  const temporal = new Client({ connection });
  const client = createHeadraceClient({ client: temporal });
  const running = started.move();

  async function start(count: number, overrides?: RunOverrides): Promise<string> {
    const id = `bench-${randomUUID()}`;
    await client.start(hackerNewsArchive, {
      id,
      input: { from: 1, to: count },
      ...(overrides && { overrides }),
    });
    return id;
  }

  return {
    engine,
    databaseUrl: server.url,
    sandbox,
    temporal,
    client,
    sql,
    items,
    start,
    async land(count, overrides) {
      const { summary } = await client.result<{ readonly summary: RunSummary }>(
        await start(count, overrides),
      );
      return summary;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
