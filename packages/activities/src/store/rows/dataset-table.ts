import { toColumnName, type AnyDatasetContract, type ColumnType } from '@headrace/contracts';
import { sql, type QueryExecutorProvider } from 'kysely';

import { DatasetMismatch } from '../errors.ts';

export interface DatasetTablePlace {
  readonly db: QueryExecutorProvider;
  readonly schema: string;
}

interface WantedColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

interface FoundColumn {
  readonly type: string;
  readonly notNull: boolean;
}

/**
 * Makes the dataset's table, or widens it: a new column is added nullable, since rows are there already, and one that
 * became nullable accepts null from now on. Nothing is dropped or converted. Throws `DatasetMismatch`.
 */
export async function makeDatasetTable(place: DatasetTablePlace, dataset: AnyDatasetContract): Promise<void> {
  const found = await readColumns(place, dataset.name);
  const wanted = wantedColumns(dataset);
  if (found.size === 0) return createTable(place, dataset.name, wanted);
  for (const column of wanted) await widen(place, dataset.name, { column, found: found.get(column.name) });
}

/** The first column that the dataset's table lacks; `_key` where there is no such table. */
export async function findMissingColumn(
  place: DatasetTablePlace,
  dataset: AnyDatasetContract,
): Promise<string | undefined> {
  const found = await readColumns(place, dataset.name);
  return wantedColumns(dataset).find(({ name }) => !found.has(name))?.name;
}

function wantedColumns(dataset: AnyDatasetContract): WantedColumn[] {
  const columns = Object.entries(dataset.columns).map(([field, { type, nullable = false }]) => ({
    name: toColumnName(field),
    type: postgresTypes[type],
    nullable,
  }));
  const ours = { nullable: false };
  return [
    { ...ours, name: '_key', type: 'text' },
    ...columns,
    { ...ours, name: '_run', type: 'text' },
    { ...ours, name: '_landed_at', type: postgresTypes.timestamp },
  ];
}

async function readColumns(
  { db, schema }: DatasetTablePlace,
  table: string,
): Promise<Map<string, FoundColumn>> {
  const { rows } = await sql<FoundColumn & { name: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as "notNull"
    from pg_attribute
    where attrelid = to_regclass(${`${quote(schema)}.${quote(table)}`}) and attnum > 0 and not attisdropped`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.name, row]));
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

async function createTable(
  place: DatasetTablePlace,
  table: string,
  columns: readonly WantedColumn[],
): Promise<void> {
  const { db, schema } = place;
  // `create schema if not exists` asks for the right to create one even where it exists.
  const { rows } = await sql`select from pg_namespace where nspname = ${schema}`.execute(db);
  if (rows.length === 0) await sql`create schema ${sql.id(schema)}`.execute(db);
  const definitions = columns.map(({ name, type, nullable }) => {
    const constraint = name === '_key' ? ' primary key' : nullable ? '' : ' not null';
    return sql`${sql.id(name)} ${sql.raw(type + constraint)}`;
  });
  await sql`create table ${sql.id(schema, table)} (${sql.join(definitions)})`.execute(db);
}

interface Widening {
  readonly column: WantedColumn;
  readonly found: FoundColumn | undefined;
}

async function widen(
  { db, schema }: DatasetTablePlace,
  table: string,
  { column, found }: Widening,
): Promise<void> {
  const alter = sql`alter table ${sql.id(schema, table)}`;
  const name = sql.id(column.name);
  if (found === undefined && column.name !== '_key') {
    await sql`${alter} add column ${name} ${sql.raw(column.type)}`.execute(db);
  } else if (found?.type !== column.type) {
    const has = found ? `is ${found.type}` : 'is not there';
    throw new DatasetMismatch(
      `table ${schema}.${table}: column ${column.name} ${has} and the contract wants ${column.type}; ` +
        'convert or rename the column, or give the dataset another name',
    );
  } else if (found.notNull && column.nullable) {
    await sql`${alter} alter column ${name} drop not null`.execute(db);
  }
}

/** How Postgres names the type of a column. */
export const postgresTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  timestamp: 'timestamp with time zone',
};
