import type { AnyPipelineContract } from '@headrace/contracts';
import { sql, type QueryExecutorProvider } from 'kysely';

import { findMissingColumn } from './make-dataset-table.ts';
import { migrations } from './migrations.ts';

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
