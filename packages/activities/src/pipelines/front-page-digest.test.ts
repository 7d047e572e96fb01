import {
  discourseTopics,
  hackerNews,
  type AnyRow,
  type DatasetUse,
  type Interval,
} from '@headrace/contracts';
import { expect, test } from 'vitest';

import type { SourceContext } from '../source/source.ts';
import { createFrontPageDigestSource } from './front-page-digest.ts';

const interval: Interval = { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' };

function toUse({ name, dataset }: typeof hackerNews | typeof discourseTopics, version = 1): DatasetUse {
  return { dataset: dataset.name, version, pipeline: name, run: `${name}-${version}`, interval };
}

const uses = [toUse(hackerNews), toUse(discourseTopics)];

/** Titles by run, and which runs were read. */
function createStore(titles: Readonly<Record<string, readonly string[]>>) {
  const read: string[] = [];
  return {
    read,
    async readRows(_contract: unknown, { runId = '' }: { runId?: string }) {
      read.push(runId);
      const rows: AnyRow[] = (titles[runId] ?? []).map((title) => ({ title }));
      return { dataset: '', runId, rows };
    },
  };
}

function toContext(given: Partial<SourceContext> = {}): SourceContext {
  return { signal: new AbortController().signal, meter: { requests: 0 }, uses, interval, ...given };
}

const titles = {
  'hacker-news-1': ['Rust and Postgres', 'Rust again', 'Rust'],
  'discourse-topics-1': ['Postgres timers', 'Timers', 'timers', 'Timers'],
};

test('lists words that both have first, then the most frequent', async () => {
  const source = createFrontPageDigestSource({ store: createStore(titles) });
  const { keys, next } = await source.list({ words: 3 }, { limit: 10 }, toContext());
  expect(keys).toEqual(['2026-11-21/postgres', '2026-11-21/timers', '2026-11-21/rust']);
  expect(next).toBeUndefined();
  const page = await source.list({ words: 3 }, { limit: 2 }, toContext());
  expect(page).toEqual({ keys: keys.slice(0, 2), next: '2' });
});

test('counts a word in each, and reads each version once for all of them', async () => {
  const store = createStore(titles);
  const source = createFrontPageDigestSource({ store });
  const context = toContext();
  const { keys } = await source.list({ words: 3 }, { limit: 10 }, context);
  const rows = await Promise.all(keys.map((key) => source.fetchItem({ words: 3 }, key, context)));
  const day = '2026-11-21';
  expect(rows).toEqual([
    { day, word: 'postgres', stories: 1, topics: 1 },
    { day, word: 'timers', stories: 0, topics: 4 },
    { day, word: 'rust', stories: 3, topics: 0 },
  ]);
  expect(await source.fetchItem({ words: 3 }, `${day}/nothing`, context)).toBeUndefined();
  expect(store.read).toEqual(['hacker-news-1', 'discourse-topics-1']);
});

test('counts the versions that its run reads', async () => {
  const store = createStore({ ...titles, 'discourse-topics-2': ['Rust'] });
  const source = createFrontPageDigestSource({ store });
  const later = toContext({ uses: [toUse(hackerNews), toUse(discourseTopics, 2)] });
  expect(await source.fetchItem({ words: 1 }, '2026-11-21/rust', later)).toMatchObject({
    stories: 3,
    topics: 1,
  });
  expect(await source.fetchItem({ words: 1 }, '2026-11-21/rust', toContext())).toMatchObject({ topics: 0 });
});

test('is of the day of what it reads where its run has none, and of nothing without it', async () => {
  const source = createFrontPageDigestSource({ store: createStore(titles) });
  const { interval: _none, ...byHand } = toContext();
  expect((await source.list({ words: 1 }, { limit: 1 }, byHand)).keys).toEqual(['2026-11-21/postgres']);
  const dateless = { ...byHand, uses: uses.map((use) => ({ ...use, interval: null })) };
  await expect(source.list({ words: 1 }, { limit: 1 }, dateless)).rejects.toMatchObject({
    type: 'InvalidInput',
  });
  const half = toContext({ uses: uses.slice(0, 1) });
  await expect(source.list({ words: 1 }, { limit: 1 }, half)).rejects.toThrow(
    'the run reads hacker_news_stories version 1; it needs hacker_news_stories and discourse_topics',
  );
});
