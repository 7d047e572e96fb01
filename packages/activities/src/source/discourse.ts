import { z } from 'zod';

import type { Http } from '../http/http.ts';
import { parseRecord } from './parse-record.ts';
import type { KeyPage, PageRequest, SourceContext } from './source.ts';

/** A time as Discourse writes it, in UTC with milliseconds. */
export const instant: z.ZodType<string> = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString());

interface LatestRequest extends PageRequest {
  /** Begins the keys. */
  readonly forum: string;
  /** Where the forum is asked: its base URL, with credentials where it takes some. */
  readonly address: string;
  /** Pages at most, where the context has no watermark to go back to. */
  readonly pages: number;
}

export interface LatestTopics {
  /** The keys of one page; `FORUM/t/ID`, which is also a topic's address. */
  list(request: LatestRequest, context: SourceContext): Promise<KeyPage>;
}

/** A place in the list. */
interface Place {
  /** How often the list was begun, from 1. */
  readonly pass: number;
  readonly page: number;
  /** Topics of the page that were given before. */
  readonly skip: number;
  /** Pages of the pass at most; absent where it goes on to a time. */
  readonly pages?: number;
  /** The pass ends with the page that goes back to it. */
  readonly until?: string;
  /** The latest activity when the pass began. */
  readonly head?: string;
}

/** A topic as the list has it. */
interface Listed {
  readonly key: string;
  readonly pinned: boolean;
  /** The latest activity, by which the list is ordered, except for pinned topics. */
  readonly at: string | undefined;
}

const flag = z.boolean().nullish();

const latestSchema = z.object({
  topic_list: z.object({
    more_topics_url: z.string().nullish(),
    topics: z.array(
      z.object({
        id: z.int().positive(),
        pinned: flag,
        pinned_globally: flag,
        bumped_at: instant.nullish(),
        last_posted_at: instant.nullish(),
        created_at: instant.nullish(),
      }),
    ),
  }),
});

/**
 * Lists a forum's latest topics. The list moves while it is read: a new post moves a topic to the head, and
 * a deletion moves all below up. The list is therefore read twice, and then again from its head, as far as
 * topics moved up since the reading before began. Reading ends when that is one page. The run keeps a
 * repeated topic once.
 */
export function createLatestTopics(http: Http): LatestTopics {
  return {
    async list({ cursor, limit, forum, address, pages }, context) {
      const { since } = context;
      const place = cursor === undefined ? toStart({ since, pages }) : (JSON.parse(cursor) as Place);
      const url = `${address}/latest.json?page=${place.page}`;
      const { topics, more } = toPage(await http.getJson(url, { ...context, readWait }), { forum, url });
      const wanted = topics.filter(({ at }) => since === undefined || at === undefined || at >= since);
      const given = wanted.slice(place.skip, place.skip + limit);
      const isLast = !more || isThrough(topics, place, since);
      const head = place.head ?? latestOf(topics)[0];
      const here = head === undefined ? place : { ...place, head };
      const next =
        place.skip + given.length < wanted.length
          ? { ...here, skip: place.skip + given.length }
          : nextPage(here, isLast);
      const [high, ...others] = latestOf(given);
      return {
        keys: given.map(({ key }) => key),
        ...(next && { next: JSON.stringify(next) }),
        ...(high !== undefined && { span: { low: others.at(-1) ?? high, high } }),
      };
    },
  };
}

function toStart({ since, pages }: { since: string | undefined; pages: number }): Place {
  return { pass: 1, page: 0, skip: 0, ...(since === undefined && { pages }) };
}

/** Each topic once: a pinned one stands at the head, and may stand in its own place too. */
function toPage(
  json: unknown,
  { forum, url }: { forum: string; url: string },
): { topics: Listed[]; more: boolean } {
  const { topic_list: list } = parseRecord(latestSchema, json, url);
  const topics = new Map<string, Listed>();
  for (const topic of list.topics) {
    const key = `${forum}/t/${topic.id}`;
    const pinned = topic.pinned === true || topic.pinned_globally === true;
    const times = [topic.bumped_at, topic.last_posted_at].filter((time) => typeof time === 'string');
    const at = times.toSorted().at(-1) ?? topic.created_at ?? undefined;
    if (!topics.has(key)) topics.set(key, { key, pinned, at });
  }
  const more = typeof list.more_topics_url === 'string' && list.topics.length > 0;
  return { topics: [...topics.values()], more };
}

/** Whether a pass has come to where it ends. */
function isThrough(topics: readonly Listed[], { page, pages, until }: Place, since: string | undefined) {
  const [oldest] = latestOf(topics).toReversed();
  if (pages !== undefined && page + 1 >= pages) return true;
  if (oldest === undefined) return false;
  return (since !== undefined && oldest < since) || (until !== undefined && oldest <= until);
}

/** Times of the topics that stand in their place, the latest first. */
function latestOf(topics: readonly Listed[]): string[] {
  return topics
    .flatMap(({ pinned, at }) => (pinned || at === undefined ? [] : [at]))
    .toSorted()
    .toReversed();
}

function nextPage(place: Place, isLast: boolean): Place | undefined {
  const { pass, page, skip, head } = place;
  if (!isLast) return { ...place, page: page + 1, skip: 0 };
  // One page is the list of one moment, or of so few that a third reading in parts is enough.
  if (page === 0 && (skip === 0 || pass > 2)) return undefined;
  if (pass === 1) return { pass: 2, page: 0, skip: 0, pages: page + 1 };
  return head === undefined ? undefined : { pass: pass + 1, page: 0, skip: 0, until: head };
}

const refusalSchema = z.object({ extras: z.object({ wait_seconds: z.number().nonnegative() }) });

/** How long the body of Discourse's 429 asks to wait, ms. */
export function readWait(body: unknown): number | undefined {
  const { data } = refusalSchema.safeParse(body);
  return data && data.extras.wait_seconds * 1_000;
}
