import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { migrate } from '@headrace/activities';
import { pipelines } from '@headrace/contracts';
import { startPglite, type PostgresServer } from '@headrace/sandbox';
import { Client } from 'pg';
import { inject } from 'vitest';

import { migratedTemplate } from './shared-servers.ts';

/** A database that a test file has for itself; it ends with its server. */
export interface TestDatabase {
  readonly url: string;
  readonly port: number;
}

/** A database with every pipeline's tables, in the run's Postgres; without one, in the test worker's PGlite. */
export async function openDatabase(): Promise<TestDatabase> {
  if (inject('postgresUrl') !== null) return createDatabase(migratedTemplate);
  const database = await openPglite();
  await migrate({ databaseUrl: database.url, contracts: pipelines });
  return database;
}

/** An empty database in the run's Postgres. Throws where there is none: what is named for Postgres runs on nothing else. */
export function openPostgres(): Promise<TestDatabase> {
  return createDatabase('template0');
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const admin = inject('postgresUrl');
  if (admin === null)
    throw new Error('this run has no Postgres: install it, or name it in HEADRACE_POSTGRES_BIN');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runAt(admin, `create database ${name} template ${template}`);
  const { href, port } = new URL(`/${name}`, admin);
  return { url: href, port: Number(port) };
}

let pglite: Promise<PostgresServer> | undefined;

/** An empty PGlite. A test worker has one: its files run one after the other. It ends with the worker. */
export async function openPglite(): Promise<TestDatabase> {
  pglite ??= startPglite({ dataDir: join(inject('pgliteFolder'), randomUUID()) });
  const { url, port } = await pglite;
  await runAt(url, 'drop schema if exists headrace, public, "Its own" cascade; create schema public');
  return { url, port };
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
