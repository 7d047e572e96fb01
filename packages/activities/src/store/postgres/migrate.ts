import type { AnyPipelineContract } from '@headrace/contracts';
import { Kysely, PostgresDialect, sql, type QueryExecutorProvider } from 'kysely';
import { Migrator } from 'kysely/migration';

import { migrations } from '../migrations/migrations.ts';
import { makeDatasetTable, findMissingColumn } from '../rows/dataset-table.ts';
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

export interface WantedTables {
  readonly schema: string;
  /** Whose datasets have to be there. */
  readonly contracts: readonly AnyPipelineContract[];
}

/** Throws an error that says what is missing and what to run, before work fails for it, again and again. */
export async function assertMigrated(
  db: QueryExecutorProvider,
  { schema, contracts }: WantedTables,
): Promise<void> {
  const { rows } = await sql<{ table: string | null }>`
    select to_regclass('headrace.migration') as table`.execute(db);
  if (rows[0]?.table == null) {
    throw new Error('the database has no tables of Headrace: run `activity-worker migrate` first');
  }
  const missing = (await findMissingMigration(db)) ?? (await findMissingDataset(db, { schema, contracts }));
  if (missing !== undefined) {
    throw new Error(
      `the tables are of an earlier version, without ${missing}: run \`activity-worker migrate\` first`,
    );
  }
}

async function findMissingMigration(db: QueryExecutorProvider): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select name from headrace.migration`.execute(db);
  const done = new Set(rows.map(({ name }) => name));
  return Object.keys(migrations).find((name) => !done.has(name));
}

async function findMissingDataset(
  db: QueryExecutorProvider,
  { schema, contracts }: WantedTables,
): Promise<string | undefined> {
  for (const { dataset } of contracts) {
    const column = await findMissingColumn({ db, schema }, dataset);
    if (column !== undefined) return `${schema}.${dataset.name}.${column}`;
  }
  return undefined;
}
