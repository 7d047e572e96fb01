import type { HackerNewsArchiveInput, HackerNewsItem } from '@headrace/contracts';
import { z } from 'zod';

import type { Http } from '../http/http.ts';
import { malformed, parseRecord } from '../source/parse-record.ts';
import type { Source, SourceContext } from '../source/source.ts';

export interface HackerNewsArchiveOptions {
  readonly http: Http;
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** Ids from the first to the last, both included; empty where the last is below the first. */
interface IdRange {
  readonly from: number;
  readonly to: number;
}

const defaultLast = 1_000;

const newestSchema = z.int().positive();

/** All but `id` may be left out: https://github.com/HackerNews/API#items */
const itemSchema = z.object({
  id: z.int(),
  type: z.enum(['story', 'comment', 'job', 'poll', 'pollopt']).optional(),
  by: z.string().optional(),
  // The year 9999, the last that ISO 8601 writes with four digits.
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

/** A range of the public API's items, version 0. An item is absent only when the API answers `null`. */
export function createHackerNewsArchiveSource(
  options: HackerNewsArchiveOptions,
): Source<HackerNewsArchiveInput, HackerNewsItem> {
  const { http, baseUrl } = options;
  return {
    distinct: true,

    async list(input, { cursor, limit }, context) {
      const range = cursor === undefined ? await findRange(input, options, context) : readCursor(cursor);
      const count = Math.max(0, Math.min(limit, range.to - range.from + 1));
      const next = range.from + count;
      const keys = Array.from({ length: count }, (_, index) => String(range.from + index));
      return {
        keys,
        ...(next <= range.to && { next: toCursor({ from: next, to: range.to }) }),
        ...(count > 0 && { span: { low: String(range.from), high: String(next - 1) } }),
      };
    },

    async fetchItem(_input, key, context) {
      const json = await http.getJson(`${baseUrl}/v0/item/${encodeURIComponent(key)}.json`, context);
      return json === null ? undefined : toItem(json, key);
    },
  };
}

/** The range as the input and, where that leaves its end open, the newest item of this moment have it. */
async function findRange(
  { from, to, last = defaultLast }: HackerNewsArchiveInput,
  { http, baseUrl }: HackerNewsArchiveOptions,
  context: SourceContext,
): Promise<IdRange> {
  if (from !== undefined && to !== undefined) return { from, to };
  const { since } = context;
  const json = await http.getJson(`${baseUrl}/v0/maxitem.json`, context);
  const newest = parseRecord(newestSchema, json, 'maxitem');
  const first = since === undefined ? (from ?? newest - last + 1) : Number(since) + 1;
  return { from: Math.max(1, first), to: newest };
}

/** The rest of the range. The end stays, so that new items do not move the range. */
function toCursor({ from, to }: IdRange): string {
  return `${from}-${to}`;
}

function readCursor(cursor: string): IdRange {
  const [from = Number.NaN, to = Number.NaN] = cursor.split('-').map(Number);
  return { from, to };
}

function toItem(json: unknown, key: string): HackerNewsItem {
  const item = parseRecord(itemSchema, json, `item ${key}`);
  if (String(item.id) !== key) throw malformed(`item ${key}`, `id is ${item.id}, expected ${key}`, json);
  return {
    id: item.id,
    type: item.type ?? null,
    by: item.by ?? null,
    postedAt: item.time === undefined ? null : new Date(item.time * 1_000).toISOString(),
    title: item.title || null,
    text: item.text || null,
    url: item.url || null,
    score: item.score ?? null,
    parent: item.parent ?? item.poll ?? null,
    descendants: item.descendants ?? null,
    dead: item.dead ?? false,
    deleted: item.deleted ?? false,
  };
}
