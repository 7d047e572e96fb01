import type { HackerNewsArchiveInput, HackerNewsItem } from '@headrace/contracts';
import { describe, expect, test } from 'vitest';

import type { KeyPage, Source, SourceContext } from '../source/source.ts';
import { createHackerNewsArchiveSource } from './hacker-news-archive.ts';

const context: SourceContext = { signal: new AbortController().signal, meter: { requests: 0 } };

function answering(getJson: (url: string) => unknown): Source<HackerNewsArchiveInput, HackerNewsItem> {
  const http = { getJson: async (url: string) => getJson(url), close: async () => {} };
  return createHackerNewsArchiveSource({ http, baseUrl: 'http://127.0.0.1' });
}

const refusing = answering((url) => {
  throw new Error(`${url} was asked for`);
});

/** All pages of a list, from a source where items go on being posted. */
async function pagesOf(input: HackerNewsArchiveInput, limit: number): Promise<KeyPage[]> {
  let newest = 5_000;
  const growing = answering(() => (newest += 7));
  const pages = [await growing.list(input, { limit }, context)];
  for (let cursor = pages[0]?.next; cursor !== undefined; cursor = pages.at(-1)?.next) {
    pages.push(await growing.list(input, { limit, cursor }, context));
  }
  return pages;
}

function fetchItem(json: unknown, key: string): Promise<HackerNewsItem | undefined> {
  return answering(() => json).fetchItem({}, key, context);
}

describe('a range', () => {
  test('from and to is listed without a request', async () => {
    const page = await refusing.list({ from: 3, to: 6 }, { limit: 10 }, context);
    expect(page).toEqual({ keys: ['3', '4', '5', '6'], span: { low: '3', high: '6' } });
  });

  test('of one id is that id', async () => {
    const page = await refusing.list({ from: 3, to: 3 }, { limit: 1 }, context);
    expect(page).toEqual({ keys: ['3'], span: { low: '3', high: '3' } });
  });

  test.for<[since: string, first: string | undefined]>([
    ['4000', '4001'],
    ['-5', '1'],
    ['5000', undefined],
  ])('past a watermark of %s begins right after it, whatever else was asked', async ([since, first]) => {
    const incremental = { ...context, since };
    const page = await answering(() => 5_000).list({ last: 7 }, { limit: 10_000 }, incremental);
    expect([page.keys[0], page.keys.at(-1)]).toEqual([first, first && '5000']);
    expect(page.span?.high).toBe(first && '5000');
  });

  test.for<[HackerNewsArchiveInput, first: string | undefined, keys: number]>([
    [{ last: 5 }, '4996', 5],
    [{ last: 9_000 }, '1', 5_000],
    [{}, '4001', 1_000],
    [{ from: 4_990 }, '4990', 11],
    [{ from: 5_001 }, undefined, 0],
  ])('of %j ends at the newest item', async ([input, first, keys]) => {
    const page = await answering(() => 5_000).list(input, { limit: 10_000 }, context);
    expect([page.keys[0], page.keys.length, page.next]).toEqual([first, keys, undefined]);
  });

  test.for([null, 'soon', -1, 1.5])('whose newest item is %j cannot be listed', async (newest) => {
    const page = answering(() => newest).list({ last: 5 }, { limit: 10 }, context);
    await expect(page).rejects.toMatchObject({
      reason: 'malformed',
      message: expect.stringMatching(/^maxitem: /),
    });
  });
});

describe('a page', () => {
  test('holds as many keys as it is asked for, and the last one what is left', async () => {
    const pages = await pagesOf({ from: 1, to: 10 }, 4);
    expect(pages.map(({ keys }) => keys.length)).toEqual([4, 4, 2]);
    expect(pages.flatMap(({ keys }) => keys)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
  });

  test('that ends with the range is the last one', async () => {
    expect((await pagesOf({ from: 1, to: 8 }, 4)).map(({ keys }) => keys.length)).toEqual([4, 4]);
  });

  test('keeps the end that the first one found, while items go on being posted', async () => {
    const keys = (await pagesOf({ last: 1_000 }, 300)).flatMap((page) => page.keys);
    expect([keys.length, keys[0], keys.at(-1)]).toEqual([1_000, '4008', '5007']);
  });

  test('asked for again is the same page', async () => {
    const [first] = await pagesOf({ last: 1_000 }, 300);
    const again = { limit: 300, cursor: first!.next! };
    const page = await refusing.list({ last: 1_000 }, again, context);
    expect(page.keys[0]).toBe('4308');
    expect(await refusing.list({ last: 1_000 }, again, context)).toEqual(page);
  });

  test('of a hundred thousand keys out of a thousand million is quick', async () => {
    const started = performance.now();
    const page = await refusing.list({ from: 1, to: 1_000_000_000 }, { limit: 100_000 }, context);
    expect([page.keys.length, page.next]).toEqual([100_000, '100001-1000000000']);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

/** The examples of https://github.com/HackerNews/API. */
const story = {
  by: 'dhouston',
  descendants: 71,
  id: 8863,
  kids: [8952, 9224],
  score: 111,
  time: 1175714200,
  title: 'My YC app: Dropbox - Throw away your USB drive',
  type: 'story',
  url: 'http://www.getdropbox.com/u/2/screencast.html',
};
const comment = {
  by: 'norvig',
  id: 2921983,
  kids: [2922097],
  parent: 2921506,
  text: 'Aw shucks, guys ... you make me blush.',
  time: 1314211127,
  type: 'comment',
};
const option = {
  by: 'pg',
  id: 160705,
  poll: 160704,
  score: 335,
  text: 'Yes, ban them.',
  time: 1207886576,
  type: 'pollopt',
};

describe('an item', () => {
  const nothing = {
    type: null,
    by: null,
    postedAt: null,
    title: null,
    text: null,
    url: null,
    score: null,
    parent: null,
    descendants: null,
    dead: false,
    deleted: false,
  };

  test.for<[string, Readonly<Record<string, unknown>>, Partial<HackerNewsItem>]>([
    [
      'story',
      story,
      {
        type: 'story',
        by: 'dhouston',
        postedAt: '2007-04-04T19:16:40.000Z',
        title: 'My YC app: Dropbox - Throw away your USB drive',
        url: 'http://www.getdropbox.com/u/2/screencast.html',
        score: 111,
        descendants: 71,
      },
    ],
    [
      'comment',
      comment,
      {
        type: 'comment',
        by: 'norvig',
        postedAt: '2011-08-24T18:38:47.000Z',
        text: 'Aw shucks, guys ... you make me blush.',
        parent: 2921506,
      },
    ],
    [
      'poll’s option',
      option,
      {
        type: 'pollopt',
        by: 'pg',
        postedAt: '2008-04-11T04:02:56.000Z',
        text: 'Yes, ban them.',
        score: 335,
        parent: 160704,
      },
    ],
    [
      'deleted comment',
      { id: 5, deleted: true, parent: 4, time: 0, type: 'comment' },
      { type: 'comment', postedAt: '1970-01-01T00:00:00.000Z', parent: 4, deleted: true },
    ],
    ['dead item with nothing else', { id: 5, dead: true }, { dead: true }],
    ['item with empty texts', { id: 5, url: '', title: '', text: '', by: 'pg' }, { by: 'pg' }],
  ])('that is a %s is a row', async ([, json, row]) => {
    expect(await fetchItem(json, String(json['id']))).toEqual({ ...nothing, id: json['id'], ...row });
  });

  test('is absent only when the API answers null', async () => {
    expect(await fetchItem(null, '8863')).toBeUndefined();
  });

  test.for<[string, unknown, string]>([
    ['no object', 'gone', 'the record is "gone", expected object'],
    ['another one', { ...story, id: 1 }, 'id is 1, expected 8863'],
    [
      'of another type',
      { ...story, type: 'job offer' },
      'type is "job offer", expected one of story, comment',
    ],
    ['with a score as text', { ...story, score: '111' }, 'score is "111", expected number'],
    ['from beyond the calendar', { ...story, time: 1e15 }, 'time is 1000000000000000, expected'],
  ])('that is %s is malformed', async ([, json, message]) => {
    await expect(fetchItem(json, '8863')).rejects.toMatchObject({
      reason: 'malformed',
      transient: false,
      message: expect.stringContaining(`item 8863: ${message}`),
      record: JSON.stringify(json),
    });
  });
});
