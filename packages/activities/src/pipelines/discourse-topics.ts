import { redact, terminalErrors, type DiscourseTopicsInput, type Topic } from '@headrace/contracts';
import { z } from 'zod';

import type { Http } from '../http/http.ts';
import { toBaseUrl } from '../http/target.ts';
import { ItemFailure } from '../source/item-failure.ts';
import { malformed, parseRecord } from '../source/parse-record.ts';
import type { Source } from '../source/source.ts';
import { createLatestTopics, instant, readWait } from '../source/discourse.ts';

export interface DiscourseTopicsOptions {
  readonly http: Http;
  /** Of the forum that a run is about where its input names none; without a slash at its end. */
  readonly baseUrl: string;
}

/** Another forum than one that can be asked. */
class InvalidForum extends Error {
  override readonly name = 'InvalidForum';
  readonly type = terminalErrors.invalidInput;
}

const count = z.int().nonnegative().nullish();

/** The part of `t/ID.json` that is read. Forums leave out hidden fields. */
const topicSchema = z.object({
  id: z.int(),
  title: z.string(),
  slug: z.string().nullish(),
  views: count,
  like_count: count,
  reply_count: count,
  posts_count: count,
  created_at: instant,
  last_posted_at: instant.nullish(),
});

/** A forum's public topics. One is absent where the forum answers that it is private (403), unknown or deleted. */
export function createDiscourseTopicsSource({
  http,
  baseUrl,
}: DiscourseTopicsOptions): Source<DiscourseTopicsInput, Topic> {
  const own = withoutCredentials(baseUrl);
  const settle = (input: DiscourseTopicsInput): DiscourseTopicsInput & { forum: string } => ({
    ...input,
    forum: input.forum === undefined ? own : readForum(input.forum, own),
  });
  const addressOf = (forum: string): string => (forum === own ? baseUrl : forum);
  const latest = createLatestTopics(http);

  return {
    settle,

    list(input, page, context) {
      const { forum, pages } = settle(input);
      return latest.list({ forum, address: addressOf(forum), pages, ...page }, context);
    },

    async fetchItem(input, key, context) {
      const { forum } = settle(input);
      const id = key.slice(key.lastIndexOf('/') + 1);
      try {
        const url = `${addressOf(forum)}/t/${encodeURIComponent(id)}.json`;
        return toTopic(await http.getJson(url, { ...context, readWait }), { forum, id });
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },
  };
}

function withoutCredentials(baseUrl: string): string {
  return baseUrl.replace(/\/\/[^/]*@/, '//');
}

/** Rows and watermarks name the forum, so that credentials must not come with it. */
function readForum(text: string, example: string): string {
  const forum = toBaseUrl(text);
  if (forum !== undefined && forum === withoutCredentials(forum)) return forum;
  const shown = JSON.stringify(redact(text));
  throw new InvalidForum(
    `forum: ${shown} is not a base URL without credentials, query and fragment, such as ${example}`,
  );
}

function isGone(error: unknown): boolean {
  return error instanceof ItemFailure && [403, 404, 410].includes(error.status ?? 0);
}

function toTopic(json: unknown, { forum, id }: { forum: string; id: string }): Topic {
  const topic = parseRecord(topicSchema, json, `topic ${id}`);
  if (String(topic.id) !== id) throw malformed(`topic ${id}`, `id is ${topic.id}, expected ${id}`, json);
  const { slug } = topic;
  return {
    forum,
    id: topic.id,
    title: topic.title,
    url: slug ? `${forum}/t/${slug}/${id}` : `${forum}/t/${id}`,
    views: topic.views ?? null,
    likes: topic.like_count ?? null,
    replies: topic.reply_count ?? null,
    posts: topic.posts_count ?? null,
    createdAt: topic.created_at,
    lastPostedAt: topic.last_posted_at ?? null,
  };
}
