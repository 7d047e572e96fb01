import { randomUUID } from 'node:crypto';

import {
  createStore,
  migrate,
  type Chunk,
  type KeyedRow,
  type PlanClaim,
  type Store,
} from '@headrace/activities';
import type { AnyPipelineContract, Shard } from '@headrace/contracts';
import { findPostgres } from '@headrace/sandbox';
import { Pool, type QueryResultRow } from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';

import { openPglite, openPostgres, type TestDatabase } from './database.ts';

export const things: AnyPipelineContract = {
  name: 'things',
  workflow: 'things',
  title: 'Things',
  input: {},
  dataset: {
    name: 'things',
    columns: {
      id: { type: 'integer' },
      title: { type: 'text' },
      note: { type: 'text', nullable: true },
      ratio: { type: 'number' },
      done: { type: 'boolean' },
      seenAt: { type: 'timestamp' },
    },
  },
  batch: { size: 4, chunk: 2, concurrency: 2, parallel: 2, itemAttempts: 3, itemTimeout: 60_000 },
  quarantineLimit: 0.1,
};

/** One store on one server, for the tests of a file. */
export interface StoreBench {
  readonly engine: 'PGlite' | 'Postgres';
  readonly server: TestDatabase;
  readonly store: Store;
  query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** Runs the suite on PGlite and on Postgres; without Postgres binaries the latter is skipped, except in CI. */
export async function describeStore(title: string, suite: (bench: () => StoreBench) => void): Promise<void> {
  const missing = await missingPostgres();
  const aside = missing === undefined ? '' : ` (skipped: ${missing})`;
  describe(`${title} on PGlite`, () => {
    suite(useBench('PGlite', openPglite));
  });
  describe.skipIf(missing !== undefined)(`${title} on Postgres${aside}`, () => {
    suite(useBench('Postgres', openPostgres));
  });
}

/** Why tests on Postgres are skipped; never in CI. */
export async function missingPostgres(): Promise<string | undefined> {
  if (process.env['CI'] !== undefined) return undefined;
  return findPostgres().then(
    () => undefined,
    (error: Error) => error.message,
  );
}

function useBench(engine: StoreBench['engine'], start: () => Promise<TestDatabase>): () => StoreBench {
  const closers: (() => Promise<void>)[] = [];
  let bench: StoreBench;
  beforeAll(async () => {
    const server = await start();
    await migrate({ databaseUrl: server.url, contracts: [things] });
    const store = await createStore({ databaseUrl: server.url });
    closers.push(() => store.close());
    const pool = openPool(server.url);
    closers.push(() => pool.end());
    bench = { engine, server, store, query: async (text, values) => (await pool.query(text, values)).rows };
  });
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
  });
  return () => bench;
}

/** Connections that may be lost: a pool's end does not wait until the server knows of it. */
export function openPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 10 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

export function newRun(overrides: Partial<PlanClaim> = {}): PlanClaim {
  const defaults = {
    pipeline: 'things',
    shard: 0,
    input: {},
    batchSize: 4,
    execution: 'first',
    again: false,
    fence: 1,
  };
  return { runId: `run-${randomUUID()}`, ...defaults, ...overrides };
}

/** A run with one shard of these keys. */
export async function planned(
  store: Store,
  keys: readonly string[],
  run: PlanClaim = newRun(),
): Promise<PlannedRun> {
  await store.openRun(run);
  const shard = await store.saveShard({ ...run, keys, requests: 1 });
  return { ...run, saved: shard };
}

export interface PlannedRun extends PlanClaim {
  readonly saved: Shard;
}

/** A chunk of batch 0 that does nothing yet. */
export function newChunk(run: PlanClaim, chunk: Partial<Chunk> = {}): Chunk {
  const { runId, pipeline } = run;
  const nothing = { landed: [], absent: [], quarantined: [], pending: [] };
  return { runId, pipeline, batch: 0, fence: 1, cursor: 0, advance: 1, requests: 0, ...nothing, ...chunk };
}

export function rowsOf(keys: readonly string[], title = 'a title'): KeyedRow[] {
  return keys.map((key) => ({
    key,
    row: { id: key.length, title, note: null, ratio: 0.5, done: true, seenAt: '2026-01-31T12:00:00.120Z' },
  }));
}

/** Keys that no other test has. */
export function newKeys(count: number): string[] {
  const prefix = randomUUID().slice(0, 8);
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}
