import type { HackerNewsInput, Story } from '@headrace/contracts';
import { z } from 'zod';

import type { Http } from '../http/http.ts';
import { malformed, parseRecord } from '../source/parse-record.ts';
import type { Source, SourceContext } from '../source/source.ts';

export interface HackerNewsOptions {
  readonly http: Http;
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

const feedSchema = z.array(z.int().positive());

const itemSchema = z.object({
  id: z.int(),
  deleted: z.boolean().optional(),
  dead: z.boolean().optional(),
});

/** `url` and `descendants` are absent on some, all else is on every story: https://github.com/HackerNews/API */
const storySchema = z.object({
  type: z.enum(['story', 'job', 'poll']),
  title: z.string(),
  by: z.string(),
  url: z.string().optional(),
  score: z.int(),
  descendants: z.int().optional(),
  // The year 9999, the last that ISO 8601 writes with four digits.
  time: z.int().nonnegative().max(253_402_300_799),
});

/** Hacker News's public API, version 0. An item is absent when the API answers `null`, or it is deleted or dead. */
export function createHackerNewsSource({ http, baseUrl }: HackerNewsOptions): Source<HackerNewsInput, Story> {
  async function readFeed({ feed, limit }: HackerNewsInput, context: SourceContext): Promise<string[]> {
    const url = `${baseUrl}/v0/${feed}stories.json`;
    const ids = parseRecord(feedSchema, await http.getJson(url, context), `${feed}stories`);
    return ids.slice(0, limit).map(String);
  }

  return {
    // The feed changes by the minute: what is left of it, 500 ids at most, is the cursor.
    async list(input, { cursor, limit }, context) {
      const keys = cursor === undefined ? await readFeed(input, context) : cursor.split(',');
      const left = keys.slice(limit);
      return { keys: keys.slice(0, limit), ...(left.length > 0 && { next: left.join(',') }) };
    },

    async fetchItem(_input, key, context) {
      const json = await http.getJson(`${baseUrl}/v0/item/${encodeURIComponent(key)}.json`, context);
      return json === null ? undefined : toStory(json, key);
    },
  };
}

function toStory(json: unknown, key: string): Story | undefined {
  const what = `item ${key}`;
  const { id, deleted, dead } = parseRecord(itemSchema, json, what);
  if (String(id) !== key) throw malformed(what, `id is ${id}, expected ${key}`, json);
  if (deleted === true || dead === true) return undefined;
  const { url = '', descendants = 0, time, ...fields } = parseRecord(storySchema, json, what);
  return {
    id,
    ...fields,
    url: url === '' ? null : url,
    comments: descendants,
    postedAt: new Date(time * 1_000).toISOString(),
  };
}
