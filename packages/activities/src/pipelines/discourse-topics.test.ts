import type { DiscourseTopicsInput, Topic } from '@headrace/contracts';
import { describe, expect, test } from 'vitest';

import { ItemFailure } from '../source/item-failure.ts';
import type { Source, SourceContext } from '../source/source.ts';
import { createDiscourseTopicsSource } from './discourse-topics.ts';

const context: SourceContext = { signal: new AbortController().signal, meter: { requests: 0 } };
const baseUrl = 'https://forum.example';
const input: DiscourseTopicsInput = { pages: 3, top: 10 };

function answering(getJson: (url: URL) => unknown): Source<DiscourseTopicsInput, Topic> {
  const http = { getJson: async (url: string) => getJson(new URL(url)), close: async () => {} };
  return createDiscourseTopicsSource({ http, baseUrl });
}

interface Entry {
  readonly id: number;
  readonly at: number;
  readonly pinned?: boolean;
}

interface Forum {
  /** In list order. */
  topics: Entry[];
  readonly pagesAsked: number[];
  readonly source: Source<DiscourseTopicsInput, Topic>;
  post(id: number): void;
  remove(id: number): void;
}

/** A forum of topics 1 to `count`, the first of them at the head; `onPage` happens behind each page. */
function forumOf(count: number, onPage: (forum: Forum) => void = () => {}): Forum {
  let now = count;
  const forum: Forum = {
    topics: Array.from({ length: count }, (_, index) => ({ id: index + 1, at: count - index })),
    pagesAsked: [],
    post(id) {
      const others = forum.topics.filter((topic) => topic.id !== id);
      forum.topics = [{ id, at: (now += 1) }, ...others];
    },
    remove(id) {
      forum.topics = forum.topics.filter((topic) => topic.id !== id);
    },
    source: answering((url) => {
      const page = Number(url.searchParams.get('page'));
      forum.pagesAsked.push(page);
      const body = toLatest(forum.topics, page);
      onPage(forum);
      return body;
    }),
  };
  return forum;
}

function toLatest(topics: readonly Entry[], page: number): object {
  const more = topics.length > (page + 1) * 30;
  return {
    topic_list: {
      ...(more && { more_topics_url: `/latest?page=${page + 1}` }),
      topics: topics.slice(page * 30, (page + 1) * 30).map(({ id, at, pinned }) => ({
        id,
        pinned: pinned ?? false,
        bumped_at: toTime(at),
        last_posted_at: null,
      })),
    },
  };
}

/** An hour a unit. */
function toTime(at: number): string {
  return new Date(Date.UTC(2026, 0, 1) + at * 3_600_000).toISOString();
}

interface Listed {
  /** As the run keeps them: each once. */
  readonly ids: number[];
  readonly spans: (object | undefined)[];
}

async function list(
  { source }: Forum,
  {
    limit = 1_000,
    given = input,
    since,
  }: { limit?: number; given?: DiscourseTopicsInput; since?: string } = {},
): Promise<Listed> {
  const keys = new Set<string>();
  const spans: (object | undefined)[] = [];
  let cursor: string | undefined;
  do {
    const page = await source.list(
      given,
      { limit, ...(cursor !== undefined && { cursor }) },
      { ...context, ...(since !== undefined && { since }) },
    );
    expect(page.keys.length).toBeLessThanOrEqual(limit);
    for (const key of page.keys) keys.add(key);
    spans.push(page.span);
    cursor = page.next;
  } while (cursor !== undefined);
  return { ids: [...keys].map((key) => Number(key.split('/').at(-1))), spans };
}

const idsTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const sorted = (ids: readonly number[]): number[] => ids.toSorted((one, other) => one - other);

describe('the list', () => {
  test('of one page takes one request, and its keys tell two forums apart', async () => {
    const forum = forumOf(100);
    const page = await forum.source.list({ ...input, pages: 1 }, { limit: 100 }, context);
    expect(page.keys).toEqual(idsTo(30).map((id) => `https://forum.example/t/${id}`));
    expect(page.next).toBeUndefined();
    expect(page.span).toEqual({ low: toTime(71), high: toTime(100) });
    const other = { ...input, pages: 1, forum: 'https://Other.example/forum/' };
    const { keys } = await forum.source.list(other, { limit: 1 }, context);
    expect(keys).toEqual(['https://other.example/forum/t/1']);
  });

  test('of several pages is read twice, and once more at its head', async () => {
    const forum = forumOf(100);
    expect((await list(forum)).ids).toEqual(idsTo(90));
    expect(forum.pagesAsked).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  test('ends where the forum has no more', async () => {
    const forum = forumOf(40);
    expect((await list(forum)).ids).toEqual(idsTo(40));
    expect(new Set(forum.pagesAsked)).toEqual(new Set([0, 1]));
    expect((await list(forumOf(0))).ids).toEqual([]);
  });

  test.for([7, 30, 31])('is whole when %i keys at a time are asked for', async (limit) => {
    expect((await list(forumOf(100), { limit })).ids).toEqual(idsTo(90));
  });

  test('loses no topic that is posted in while it is read', async () => {
    // The last of the third page goes to the head behind the first, and so on.
    const moves = [90, 61, 60, 45, 85];
    const forum = forumOf(90, (now) => now.post(moves.shift() ?? 3));
    const { ids } = await list(forum);
    expect(sorted(ids)).toEqual(idsTo(90));
    expect(ids).toHaveLength(90);
  });

  test('loses no topic that was found again only where it moved up a second time', async () => {
    // 80 is at the head before its page is read, and goes there again once more than a page was posted in.
    let asked = 0;
    const forum = forumOf(90, (now) => {
      asked += 1;
      if (asked === 1) for (const id of [80, ...idsTo(35).toReversed()]) now.post(id);
      if (asked === 4) now.post(80);
    });
    expect(sorted((await list(forum)).ids)).toEqual(idsTo(90));
  });

  test('loses no topic that takes the place of a deleted one', async () => {
    let asked = 0;
    const forum = forumOf(100, (now) => {
      asked += 1;
      if (asked === 1) now.remove(5);
    });
    const { ids } = await list(forum);
    expect(sorted(ids)).toEqual(idsTo(91));
  });

  test('ends although people go on posting', async () => {
    let turn = 0;
    const forum = forumOf(300, (now) => {
      for (let post = 0; post < 5; post += 1) now.post(1 + ((turn += 7) % 300));
    });
    const { ids } = await list(forum);
    expect(new Set(ids).size).toBe(ids.length);
    expect(forum.pagesAsked.length).toBeLessThan(12);
  });

  test('has a pinned topic once, and its age says nothing of what was listed', async () => {
    const forum = forumOf(40);
    forum.topics = [{ id: 25, at: 16, pinned: true }, { id: 99, at: -500, pinned: true }, ...forum.topics];
    const page = await forum.source.list({ ...input, pages: 1 }, { limit: 100 }, context);
    expect(page.keys.filter((key) => key.endsWith('/25'))).toHaveLength(1);
    expect(page.keys.filter((key) => key.endsWith('/99'))).toHaveLength(1);
    expect(page.span).toEqual({ low: toTime(13), high: toTime(40) });
  });

  test('past a watermark is what was posted in since, however many pages that takes', async () => {
    const forum = forumOf(300);
    forum.topics = [{ id: 999, at: 0, pinned: true }, ...forum.topics];
    const { ids } = await list(forum, { given: { ...input, pages: 1 }, since: toTime(300 - 99) });
    expect(ids).toEqual(idsTo(100));
    expect(Math.max(...forum.pagesAsked)).toBe(3);
    expect((await list(forumOf(300), { since: toTime(301) })).ids).toEqual([]);
  });

  test('reads a topic by its last post where the forum does not say when it was brought up', async () => {
    const source = answering(() => ({
      topic_list: { topics: [{ id: 1, last_posted_at: toTime(2), bumped_at: toTime(1) }, { id: 2 }] },
    }));
    const page = await source.list({ ...input, pages: 1 }, { limit: 9 }, { ...context, since: toTime(2) });
    expect(page.keys).toHaveLength(2);
    expect(page.span).toEqual({ low: toTime(2), high: toTime(2) });
  });

  test.for([null, {}, { topic_list: {} }, { topic_list: { topics: [{ id: 'x' }] } }])(
    'that is %j is malformed',
    async (json) => {
      const page = answering(() => json).list(input, { limit: 10 }, context);
      await expect(page).rejects.toMatchObject({ reason: 'malformed' });
    },
  );
});

const recorded = {
  id: 7362,
  title: 'The last english release?',
  slug: 'the-last-english-release',
  posts_count: 12,
  reply_count: 5,
  created_at: '2022-11-21T17:05:46.676Z',
  last_posted_at: '2022-11-22T08:35:41.030Z',
  views: 139,
  like_count: 3,
};

describe('a topic', () => {
  const key = `${baseUrl}/t/7362`;

  test('is a row', async () => {
    const asked: string[] = [];
    const source = answering((url) => {
      asked.push(url.href);
      return recorded;
    });
    expect(await source.fetchItem(input, key, context)).toEqual({
      forum: baseUrl,
      id: 7362,
      title: 'The last english release?',
      url: `${baseUrl}/t/the-last-english-release/7362`,
      views: 139,
      likes: 3,
      replies: 5,
      posts: 12,
      createdAt: '2022-11-21T17:05:46.676Z',
      lastPostedAt: '2022-11-22T08:35:41.030Z',
    });
    expect(asked).toEqual([`${baseUrl}/t/7362.json`]);
  });

  test('may lack or leave empty what a forum hides', async () => {
    const bare = { id: 7362, title: 'x', created_at: recorded.created_at };
    const empty = { ...recorded, slug: '', views: null, like_count: null, last_posted_at: null };
    const nothing = { views: null, likes: null, lastPostedAt: null, url: `${baseUrl}/t/7362` };
    const rows = [bare, empty].map((json) => answering(() => json).fetchItem(input, key, context));
    expect(await rows[0]).toMatchObject({ ...nothing, replies: null, posts: null });
    expect(await rows[1]).toMatchObject({ ...nothing, replies: 5 });
  });

  test.for([403, 404, 410])('is absent where the forum answers %i', async (status) => {
    expect(await refusing(status).fetchItem(input, key, context)).toBeUndefined();
  });

  test('fails with any other refusal', async () => {
    await expect(refusing(400).fetchItem(input, key, context)).rejects.toMatchObject({ status: 400 });
    await expect(refusing(403).list(input, { limit: 1 }, context)).rejects.toMatchObject({ status: 403 });
  });

  test.for<[string, unknown, string]>([
    ['no object', null, 'topic 7362: the record is null, expected object'],
    ['another one', { ...recorded, id: 1 }, 'topic 7362: id is 1, expected 7362'],
    ['without its title', { ...recorded, title: null }, 'topic 7362: title is null, expected string'],
    ['of no time', { ...recorded, created_at: 'soon' }, 'topic 7362: created_at is "soon", expected'],
  ])('that is %s is malformed', async ([, json, message]) => {
    const item = answering(() => json).fetchItem(input, key, context);
    await expect(item).rejects.toMatchObject({
      reason: 'malformed',
      message: expect.stringContaining(message),
    });
  });
});

describe('the forum', () => {
  const http = { getJson: async () => recorded, close: async () => {} };
  const settle = createDiscourseTopicsSource({ http, baseUrl: 'https://me:secret@forum.example' }).settle!;

  test('is settled when the run begins, without its credentials', () => {
    expect(settle(input)).toEqual({ ...input, forum: 'https://forum.example' });
    expect(settle({ ...input, forum: 'HTTPS://Forum.example/' })).toEqual({ ...input, forum: baseUrl });
  });

  test.for([
    'https://forum.example/?a=1',
    'https://forum.example/#x',
    'https://me:se/cret@forum.example',
    'https://me:secret@forum.example',
  ])('%s is refused', (forum) => {
    const refused = expect.objectContaining({
      type: 'InvalidInput',
      message: expect.stringMatching(
        /^forum: "https:\/\/(?:me:\*\*\*@)?forum\.example[^@]*" is not a base URL without/,
      ),
    });
    expect(() => settle({ ...input, forum })).toThrow(refused);
  });

  test('is asked with the credentials that the worker has for it', async () => {
    const asked: string[] = [];
    const recording = {
      ...http,
      getJson: async (url: string) => {
        asked.push(url);
        return recorded;
      },
    };
    const source = createDiscourseTopicsSource({
      http: recording,
      baseUrl: 'https://me:secret@forum.example',
    });
    const row = await source.fetchItem(input, `${baseUrl}/t/7362`, context);
    expect(asked).toEqual(['https://me:secret@forum.example/t/7362.json']);
    expect(JSON.stringify(row)).not.toContain('secret');
  });
});

function refusing(status: number): Source<DiscourseTopicsInput, Topic> {
  return answering((url) => {
    throw new ItemFailure('refused', `GET ${url.href}: answered ${status}`, { transient: false, status });
  });
}
