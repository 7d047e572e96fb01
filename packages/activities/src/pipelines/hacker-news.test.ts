import { describe, expect, test } from 'vitest';

import type { Source, SourceContext } from '../source/source.ts';
import type { HackerNewsInput, Story } from '@headrace/contracts';
import { createHackerNewsSource } from './hacker-news.ts';

const context: SourceContext = { signal: new AbortController().signal, meter: { requests: 0 } };
const input: HackerNewsInput = { feed: 'ask', limit: 5 };

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
const job = {
  by: 'justin',
  id: 192327,
  score: 6,
  time: 1210981217,
  title: 'A Lead Flash Engineer',
  type: 'job',
  url: '',
};
const poll = {
  by: 'pg',
  descendants: 54,
  id: 126809,
  parts: [126810],
  score: 46,
  time: 1204403652,
  title: 'Poll',
  type: 'poll',
};

function answering(json: unknown): Source<HackerNewsInput, Story> {
  const http = { getJson: async () => json, close: async () => {} };
  return createHackerNewsSource({ http, baseUrl: 'http://127.0.0.1' });
}

function fetchItem(json: unknown, key: string): Promise<Story | undefined> {
  return answering(json).fetchItem(input, key, context);
}

describe('an item', () => {
  test('is a row of what a story has', async () => {
    expect(await fetchItem(story, '8863')).toEqual({
      id: 8863,
      type: 'story',
      title: 'My YC app: Dropbox - Throw away your USB drive',
      by: 'dhouston',
      url: 'http://www.getdropbox.com/u/2/screencast.html',
      score: 111,
      comments: 71,
      postedAt: '2007-04-04T19:16:40.000Z',
    });
  });

  test('that is a job has no comments, and no URL where it is empty', async () => {
    expect(await fetchItem(job, '192327')).toMatchObject({ type: 'job', comments: 0, url: null });
  });

  test('that is a poll lands', async () => {
    expect(await fetchItem(poll, '126809')).toMatchObject({ type: 'poll', comments: 54, url: null });
  });

  test.for([
    ['null', null],
    ['deleted', { id: 8863, deleted: true, time: 1175714200, type: 'story' }],
    ['dead', { ...story, dead: true }],
  ])('that is %s is absent', async ([, json]) => {
    expect(await fetchItem(json, '8863')).toBeUndefined();
  });

  test.for<[string, unknown, string]>([
    ['no object', 'gone', 'the record is "gone", expected object'],
    ['another one', { ...story, id: 1 }, 'id is 1, expected 8863'],
    ['of another type', { ...story, type: 'comment' }, 'type is "comment", expected one of story, job, poll'],
    ['without an author', { ...story, by: undefined }, 'by is missing, expected string'],
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

describe('a feed', () => {
  const feed = answering([9, 7, 8, 5, 6, 4, 3]);

  test('is its head, in its own order', async () => {
    expect(await feed.list(input, { limit: 100 }, context)).toEqual({ keys: ['9', '7', '8', '5', '6'] });
  });

  test('is cut into pages as it was when it was read, however it changes meanwhile', async () => {
    const { keys, next } = await feed.list(input, { limit: 3 }, context);
    expect(keys).toEqual(['9', '7', '8']);
    const later = answering([2, 1, 9, 7, 8, 5, 6]);
    const page = await later.list(input, { limit: 1, cursor: next! }, context);
    expect(page.keys).toEqual(['5']);
    expect(await later.list(input, { limit: 3, cursor: page.next! }, context)).toEqual({ keys: ['6'] });
  });

  test('that is no list of ids is malformed', async () => {
    const failure = {
      reason: 'malformed',
      message: expect.stringContaining('askstories: 1 is "x", expected number'),
    };
    await expect(answering([1, 'x']).list(input, { limit: 3 }, context)).rejects.toMatchObject(failure);
    await expect(answering(null).list(input, { limit: 3 }, context)).rejects.toMatchObject({
      reason: 'malformed',
    });
  });
});
