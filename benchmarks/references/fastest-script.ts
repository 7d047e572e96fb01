import { Pool } from 'pg';
import { Pool as Connections, type Dispatcher } from 'undici';

import { createTable, upsert, type ItemRow } from './item-table.ts';
import type { PlainLoopOptions } from './plain-loop.ts';

/** Nothing but speed: no schema, no deadline, no retry; whatever the source answers goes to the table as it is. */
export async function runFastestScript(options: PlainLoopOptions): Promise<void> {
  const pool = new Pool({ connectionString: options.databaseUrl });
  const client = new Connections(options.source, { connections: options.concurrency });
  try {
    await createTable(pool);
    const ids = numbersTo(options.items);
    const stored: Promise<void>[] = [];
    let rows: ItemRow[] = [];
    const work = async (): Promise<void> => {
      for (const id of ids) {
        rows.push(await fetchItem(client, id));
        if (rows.length < options.chunk) continue;
        stored.push(upsert(pool, rows));
        rows = [];
      }
    };
    await Promise.all(Array.from({ length: options.concurrency }, work));
    await Promise.all([...stored, upsert(pool, rows)]);
  } finally {
    await Promise.all([pool.end(), client.close()]);
  }
}

function* numbersTo(last: number): Generator<number, undefined> {
  for (let number = 1; number <= last; number += 1) yield number;
}

async function fetchItem(client: Dispatcher, id: number): Promise<ItemRow> {
  const { body } = await client.request({ path: `/v0/item/${id}.json`, method: 'GET' });
  const item = (await body.json()) as ItemRow & { readonly time: number };
  return { ...item, postedAt: new Date(item.time * 1_000).toISOString() };
}
