import { Pool } from 'pg';
import { Agent, type Dispatcher } from 'undici';

import { fetchItem } from './fetch-item.ts';
import { createTable, upsert, type ItemRow } from './item-table.ts';

export interface PlainLoopOptions {
  /** The source's base URL. */
  readonly source: string;
  readonly databaseUrl: string;
  /** Items 1 to this one are landed. */
  readonly items: number;
  /** Rows of one statement. */
  readonly chunk: number;
  /** Requests in flight at once. */
  readonly concurrency: number;
}

/**
 * The loop that Headrace's activities run, as one script: bounded requests over pooled connections, a schema, a
 * statement a chunk beside the next requests. It remembers nothing: killed, it starts over.
 */
export async function runPlainLoop(options: PlainLoopOptions): Promise<void> {
  const pool = new Pool({ connectionString: options.databaseUrl });
  const dispatcher = new Agent({ headersTimeout: 30_000, bodyTimeout: 30_000 });
  try {
    await createTable(pool);
    await landItems(options, pool, dispatcher);
  } finally {
    await Promise.all([pool.end(), dispatcher.close()]);
  }
}

async function landItems(options: PlainLoopOptions, pool: Pool, dispatcher: Dispatcher): Promise<void> {
  let next = 1;
  let rows: ItemRow[] = [];
  let stored = Promise.resolve();

  async function flush(): Promise<void> {
    const chunk = rows;
    const before = stored;
    rows = [];
    stored = before.then(() => upsert(pool, chunk));
    await before;
  }

  async function work(): Promise<void> {
    while (next <= options.items) {
      const id = next;
      next += 1;
      rows.push(await fetchItem(`${options.source}/v0/item/${id}.json`, dispatcher));
      if (rows.length >= options.chunk) await flush();
    }
  }

  await Promise.all(Array.from({ length: options.concurrency }, work));
  await flush();
  await stored;
}
