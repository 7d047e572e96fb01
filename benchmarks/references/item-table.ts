import type { Pool, PoolClient } from 'pg';

/** One item of Hacker News, as the archive's dataset has it. */
export interface ItemRow {
  readonly id: number;
  readonly type: string | null;
  readonly by: string | null;
  readonly postedAt: string | null;
  readonly title: string | null;
  readonly text: string | null;
  readonly url: string | null;
  readonly score: number | null;
  readonly parent: number | null;
  readonly descendants: number | null;
  readonly dead: boolean;
  readonly deleted: boolean;
}

/** Column by field, with its type. */
const itemColumns: Readonly<Record<keyof ItemRow, readonly [name: string, type: string]>> = {
  id: ['id', 'bigint'],
  type: ['type', 'text'],
  by: ['by', 'text'],
  postedAt: ['posted_at', 'timestamptz'],
  title: ['title', 'text'],
  text: ['text', 'text'],
  url: ['url', 'text'],
  score: ['score', 'bigint'],
  parent: ['parent', 'bigint'],
  descendants: ['descendants', 'bigint'],
  dead: ['dead', 'boolean'],
  deleted: ['deleted', 'boolean'],
};

export const itemFields: readonly (keyof ItemRow)[] = Object.keys(itemColumns) as (keyof ItemRow)[];
const columns = Object.values(itemColumns);
const names = columns.map(([name]) => name);
export const columnNames: string = names.join(', ');
const typeNames = columns.map(([, type]) => type);
export const columnDefinitions: string = columns.map(([name, type]) => `${name} ${type}`).join(', ');

/** Makes an empty table `plain_items`. */
export async function createTable(pool: Pool): Promise<void> {
  await pool.query('drop table if exists plain_items');
  await pool.query(
    `create table plain_items (_key text primary key, ${columnDefinitions}, _landed_at timestamptz not null)`,
  );
}

/** What becomes of a row that is there already: rewritten, unless it did not change. */
export const onConflict: string = `
  on conflict (_key) do update
    set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}, _landed_at = excluded._landed_at
    where (${names.map((name) => `current.${name}`).join(', ')})
      is distinct from (${names.map((name) => `excluded.${name}`).join(', ')})`;
export const insertInto: string = `insert into plain_items as current (_key, ${columnNames}, _landed_at)`;

const arrays = typeNames.map((type, index) => `$${index + 2}::${type}[]`).join(', ');
const statement = `
  ${insertInto} select item.*, now() from unnest($1::text[], ${arrays}) as item ${onConflict}`;

/** Inserts or updates rows in one statement; one that did not change is not rewritten. */
export async function upsert(client: Pool | PoolClient, rows: readonly ItemRow[]): Promise<void> {
  const keys = rows.map(({ id }) => String(id));
  await client.query(statement, [keys, ...itemFields.map((field) => rows.map((row) => row[field]))]);
}
