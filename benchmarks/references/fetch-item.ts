import { request, type Dispatcher } from 'undici';
import { z } from 'zod';

import type { ItemRow } from './item-table.ts';

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

/** One item of Hacker News's API as a row. Throws on another status than 200, and where it is not an item. */
export async function fetchItem(url: string, dispatcher: Dispatcher): Promise<ItemRow> {
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
