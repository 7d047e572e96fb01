import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { PoolClient } from 'pg';
import { from } from 'pg-copy-streams';

import { linesOf } from './copy-rows.ts';
import {
  columnDefinitions,
  columnNames,
  insertInto,
  itemFields,
  onConflict,
  type ItemRow,
} from './item-table.ts';

/** One `insert` with a tuple of parameters a row. Postgres takes 65,535 parameters: 5,000 rows of 13 columns. */
export async function upsertTuples(client: PoolClient, rows: readonly ItemRow[]): Promise<void> {
  const width = itemFields.length + 1;
  const tuples = rows.map((_, row) => {
    const values = Array.from({ length: width }, (_value, index) => `$${row * width + index + 1}`);
    return `(${values.join(', ')}, now())`;
  });
  const values = rows.flatMap((row) => [String(row.id), ...itemFields.map((field) => row[field])]);
  await client.query(`${insertInto} values ${tuples.join(', ')} ${onConflict}`, values);
}

/** One JSON document, taken apart by Postgres. */
export async function upsertJson(client: PoolClient, rows: readonly ItemRow[]): Promise<void> {
  const columns = columnNames.split(', ');
  const records = rows.map((row) =>
    Object.fromEntries([
      ['_key', String(row.id)],
      ...itemFields.map((field, at) => [columns[at]!, row[field]]),
    ]),
  );
  await client.query(
    `${insertInto} select item.*, now() from json_to_recordset($1) as item (_key text, ${columnDefinitions}) ${onConflict}`,
    [JSON.stringify(records)],
  );
}

/** `COPY` into a temporary table, and from there on, in one transaction. */
export async function upsertCopied(client: PoolClient, rows: readonly ItemRow[]): Promise<void> {
  await client.query('begin');
  await client.query(
    `create temporary table if not exists staged (_key text, ${columnDefinitions}) on commit delete rows`,
  );
  await pipeline(
    Readable.from(linesOf(rows)),
    client.query(from(`copy staged (_key, ${columnNames}) from stdin`)),
  );
  await client.query(`${insertInto} select staged.*, now() from staged ${onConflict}`);
  await client.query('commit');
}
