import { Pool } from 'pg';
import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';

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

const itemSchema = z.object({
  id: z.int(),
  type: z.enum(['story', 'comment', 'job', 'poll', 'pollopt']).optional(),
  by: z.string().optional(),
  time: z.int().nonnegative().max(253_402_300_799).optional(),
  title: z.string().optional(),
  text: z.string().optional(),
  url: z.string().optional(),
  score: z.int().optional(),
  parent: z.int().optional(),
  poll: z.int().optional(),
  descendants: z.int().optional(),
  dead: z.boolean().optional(),
  deleted: z.boolean().optional(),
});

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
    rows = [];
    await stored;
    stored = upsert(pool, chunk);
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

async function fetchItem(url: string, dispatcher: Dispatcher): Promise<ItemRow> {
  const { statusCode, body } = await request(url, { dispatcher });
  if (statusCode !== 200) throw new Error(`GET ${url} answered ${statusCode}`);
  const item = itemSchema.parse(await body.json());
  return {
    id: item.id,
    type: item.type ?? null,
    by: item.by ?? null,
    postedAt: item.time === undefined ? null : new Date(item.time * 1_000).toISOString(),
    title: item.title ?? null,
    text: item.text ?? null,
    url: item.url ?? null,
    score: item.score ?? null,
    parent: item.parent ?? item.poll ?? null,
    descendants: item.descendants ?? null,
    dead: item.dead ?? false,
    deleted: item.deleted ?? false,
  };
}
