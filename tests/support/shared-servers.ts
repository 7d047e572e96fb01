import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { migrate } from '@headrace/activities';
import { pipelines } from '@headrace/contracts';
import { findPostgres, startPostgres } from '@headrace/sandbox';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A Postgres for every file of the run; `null` without binaries. */
    postgresUrl: string | null;
    /** Holds the PGlite of each test worker. */
    pgliteFolder: string;
  }
}

/** The database that migrated ones are copied from. */
export const migratedTemplate = 'headrace_migrated';

/** Starts what the files of a run share: one Postgres, with a template that has every table. Returns their end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pgliteFolder = await mkdtemp(join(tmpdir(), 'headrace-pglites-'));
  project.provide('pgliteFolder', pgliteFolder);
  const isThere = await findPostgres().then(
    () => true,
    () => false,
  );
  const postgres = isThere ? await startPostgres() : undefined;
  project.provide('postgresUrl', postgres?.url ?? null);
  if (postgres) await createTemplate(postgres.url);
  return async () => {
    await postgres?.stop();
    // A PGlite ends with its test worker, and writes until then.
    await rm(pgliteFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
}

async function createTemplate(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${migratedTemplate}`);
  await client.end();
  const template = new URL(url);
  template.pathname = migratedTemplate;
  await migrate({ databaseUrl: template.href, contracts: pipelines });
}
