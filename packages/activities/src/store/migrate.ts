import type { AnyPipelineContract } from '@headrace/contracts';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';

import { makeDatasetTable } from './make-dataset-table.ts';
import { migrations } from './migrations.ts';
import { createPool } from './pool.ts';

export interface MigrateOptions {
  readonly databaseUrl: string;
  readonly contracts: readonly AnyPipelineContract[];
  /** Where the dataset tables are; default `public`. */
  readonly schema?: string;
}

/**
 * Brings the control tables up to date, and makes or widens every contract's dataset table. Several processes may call it
 * at once; where nothing is left to do it needs no rights to define anything.
 * Throws `StoreUnavailable`, `DatasetMismatch`, or what Postgres says of a definition it refuses.
 */
export async function migrate({ databaseUrl, contracts, schema = 'public' }: MigrateOptions): Promise<void> {
  const pool = createPool({ databaseUrl, poolSize: 1, statementTimeout: 0 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrateControlTables(db);
    await db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtext('headrace datasets'))`.execute(transaction);
      for (const { dataset } of contracts) await makeDatasetTable({ db: transaction, schema }, dataset);
    });
  } finally {
    await db.destroy();
  }
}

async function migrateControlTables(db: Kysely<unknown>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'headrace',
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
