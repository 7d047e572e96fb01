import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { startPglite, type PostgresServer } from '@headrace/sandbox';
import { Client } from 'pg';
import { inject } from 'vitest';

import { migratedTemplate } from './shared-servers.ts';

/** A database that a test file has for itself. */
export interface TestDatabase {
  readonly url: string;
  readonly port: number;
  /** Gives the database up; it ends with its server, clients that are still connected included. */
  stop(): Promise<void>;
}

export interface DatabaseOptions {
  /** Whether it has the tables of every pipeline already. Default true. */
  readonly migrated?: boolean;
}

/** A database in the run's Postgres; without Postgres on this machine, the test worker's PGlite, emptied. */
export async function openDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const admin = inject('postgresUrl');
  return admin === null ? openPglite() : createDatabase(admin, options);
}

async function createDatabase(admin: string, { migrated = true }: DatabaseOptions): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runAt(admin, `create database ${name} template ${migrated ? migratedTemplate : 'template0'}`);
  const url = new URL(admin);
  url.pathname = name;
  return {
    url: url.href,
    port: Number(url.port),
    stop: async () => {},
  };
}

let pglite: Promise<PostgresServer> | undefined;

/** One PGlite for each test worker: files of a worker run one after the other. It ends with the worker. */
export async function openPglite(): Promise<TestDatabase> {
  pglite ??= startPglite({ dataDir: join(inject('pgliteFolder'), randomUUID()) });
  const { url, port } = await pglite;
  await runAt(url, 'drop schema if exists headrace, public, "Its own" cascade; create schema public');
  return { url, port, stop: async () => {} };
}

async function runAt(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
