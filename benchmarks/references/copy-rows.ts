import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { Client } from 'pg';
import { from } from 'pg-copy-streams';

import { columnDefinitions, columnNames, itemFields, type ItemRow } from './item-table.ts';

/** One `COPY` into an empty table without a key, an index or a constraint: as fast as Postgres takes rows from a client. */
export async function copyRows(databaseUrl: string, rows: readonly ItemRow[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `drop table if exists bare_items; create table bare_items (_key text, ${columnDefinitions})`,
    );
    const copy = from(`copy bare_items (_key, ${columnNames}) from stdin`);
    await pipeline(Readable.from(linesOf(rows)), client.query(copy));
  } finally {
    await client.end();
  }
}

const rowsOfABlock = 500;

/** Rows in COPY's text format, some hundred a string. */
export function* linesOf(rows: readonly ItemRow[]): Generator<string> {
  for (let start = 0; start < rows.length; start += rowsOfABlock) {
    yield rows
      .slice(start, start + rowsOfABlock)
      .map(toLine)
      .join('');
  }
}

/** https://www.postgresql.org/docs/current/sql-copy.html, "Text Format" */
function toLine(row: ItemRow): string {
  return `${row.id}\t${itemFields.map((field) => toText(row[field])).join('\t')}\n`;
}

function toText(value: string | number | boolean | null): string {
  if (value === null) return String.raw`\N`;
  return typeof value === 'string'
    ? value.replaceAll(/[\\\n\r\t]/g, (character) => escapes[character]!)
    : String(value);
}

const escapes: Readonly<Record<string, string>> = {
  '\\': String.raw`\\`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};
