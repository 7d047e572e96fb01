import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createHeadraceClient, type HeadraceClient } from '@headrace/client';
import { hackerNews, type RunCounts, type RunOverrides, type Story } from '@headrace/contracts';
import { startSampleSource, startSandbox, type Sandbox, type SampleSource } from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';
import { Client as SqlClient } from 'pg';

import { openDatabase } from './database.ts';

export interface E2eOptions {
  readonly workers?: { workflow?: number; activity?: number };
  /** ms the source takes for an answer. */
  readonly latency?: number;
  readonly env?: NodeJS.ProcessEnv;
  /** A Postgres in the sandbox, to be killed, in place of a database in the run's own. Default false. */
  readonly ownPostgres?: boolean;
  /** Another source's base URL; the sample source then serves nothing. */
  readonly sourceUrl?: string;
}

/** A whole sandbox of real processes, with the sample source in the test's own process. */
export interface E2eRig extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly source: SampleSource;
  readonly client: HeadraceClient;
  readonly temporal: Client;
  /** What the supervisor said, and what each process wrote. */
  readonly said: readonly string[];
  readonly written: readonly string[];
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  /** The stories that the first `limit` keys of the list are, in list order. */
  truth(limit: number): Story[];
  /** Starts a run of small batches that notices a dead worker soon. */
  start(runId: string, limit: number, overrides?: RunOverrides): Promise<void>;
}

export async function startE2eRig(options: E2eOptions = {}): Promise<E2eRig> {
  const dataDir = await mkdtemp(join(tmpdir(), 'headrace-e2e-'));
  const said: string[] = [];
  const written: string[] = [];
  const source = await startSampleSource({ latency: options.latency ?? 0 });
  const database = options.ownPostgres ? undefined : await openDatabase();
  const sandbox = await startSandbox({
    dataDir,
    source: options.sourceUrl ?? source.url,
    ...(database && { databaseUrl: database.url }),
    ...(options.workers && { workers: options.workers }),
    env: { ...process.env, ...options.env },
    say: (line) => void said.push(line),
    log: (name, line) => void written.push(`${name}: ${line}`),
  });
  const connection = await Connection.connect({ address: sandbox.addresses.temporal });
  const temporal = new Client({ connection, namespace: sandbox.addresses.namespace });
  const client = createHeadraceClient({ client: temporal });
  return {
    sandbox,
    source,
    client,
    temporal,
    said,
    written,
    async sql<Row>(text: string, values: unknown[] = []) {
      const sql = new SqlClient({ connectionString: database?.url ?? sandbox.addresses.postgres });
      await sql.connect();
      try {
        return (await sql.query(text, values)).rows as Row[];
      } finally {
        await sql.end();
      }
    },
    truth: (limit) =>
      source
        .list('top')
        .slice(0, limit)
        .flatMap((key) => toStory(source, key)),
    async start(runId, limit, overrides = {}) {
      await client.start(hackerNews, {
        id: runId,
        input: { limit },
        overrides: {
          ...overrides,
          batch: { size: 50, chunk: 10, concurrency: 5, parallel: 4, ...overrides.batch },
          activity: { heartbeatTimeout: 2_000, ...overrides.activity },
        },
      });
    },
    async [Symbol.asyncDispose]() {
      await connection.close();
      await sandbox.stop();
      await source.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What the source says of an item, as the row it should become. */
function toStory(source: SampleSource, key: number): Story[] {
  const item = source.truth(key);
  if (item === null || item.deleted || item.dead) return [];
  const { id, type, title, by, url, score, descendants, time } = item;
  const postedAt = new Date((time ?? 0) * 1_000).toISOString();
  return [{ id, type, title, by, url: url || null, score, comments: descendants ?? 0, postedAt } as Story];
}

/** Everything listed is accounted for. */
export function accounted({ landed, absent, quarantined }: RunCounts): number {
  return landed + absent + quarantined;
}
