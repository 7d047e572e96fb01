import { describe, expect, test } from 'vitest';

import type { SampleItem } from './sample-item.ts';
import { feeds, createSampleItems } from './sample-items.ts';

const sizes = { stories: 3_000, items: 3_000, seed: 1 };
const stories = createSampleItems(sizes);
const items = Array.from({ length: 3_000 }, (_, index) => stories.item(index + 1));
const live = items.filter((item): item is SampleItem => item !== null && !item.deleted);

test('the same seed gives the same stories, another seed others', () => {
  const again = createSampleItems(sizes);
  expect(items.map((_, index) => again.item(index + 1))).toEqual(items);
  expect(createSampleItems({ ...sizes, seed: 2 }).item(17)).not.toEqual(stories.item(17));
});

test('an item is the same whatever the number of stories', () => {
  expect(createSampleItems({ ...sizes, stories: 10_000, items: 1_000_000 }).item(17)).toEqual(
    stories.item(17),
  );
});

test('ids outside of the range have no item', () => {
  expect([0, -1, 3_001, 1.5, Number.NaN].map((id) => stories.item(id))).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});

test('there are items of every kind the site has', () => {
  expect(items.filter((item) => item === null).length).toBeGreaterThan(10);
  expect(items.filter((item) => item?.deleted).length).toBeGreaterThan(10);
  expect(live.filter((item) => item.dead).length).toBeGreaterThan(10);
  expect(live.filter((item) => item.url === undefined).length).toBeGreaterThan(100);
  expect(live.filter((item) => item.type === 'poll').length).toBeGreaterThan(3);
  const jobs = live.filter((item) => item.type === 'job');
  expect(jobs.length).toBeGreaterThan(20);
  expect(jobs.every((job) => job.descendants === undefined)).toBe(true);
});

test('titles are filled in and seldom alike', () => {
  const titles = live.map((item) => item.title ?? '');
  expect(titles.filter((title) => title === '' || /[{}]/.test(title))).toEqual([]);
  expect(new Set(titles).size).toBeGreaterThan(1_000);
});

test('every feed lists at most 500 ids, none twice', () => {
  for (const feed of feeds) {
    const ids = stories.list(feed);
    expect(ids.length).toBeGreaterThan(20);
    expect(ids.length).toBeLessThanOrEqual(500);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('the feeds hold what their names say', () => {
  const titlesOf = (feed: 'ask' | 'show'): string[] =>
    stories.list(feed).flatMap((id) => stories.item(id)?.title ?? []);
  expect(titlesOf('ask').every((title) => title.startsWith('Ask HN:'))).toBe(true);
  expect(titlesOf('show').every((title) => title.startsWith('Show HN:'))).toBe(true);
  expect(stories.list('new')[0]).toBe(3_000);
  const scores = stories.list('top').flatMap((id) => {
    const item = stories.item(id);
    return item?.score !== undefined && item.type !== 'job' ? [item.score] : [];
  });
  expect(scores).toEqual(scores.toSorted((left, right) => right - left));
});

describe('beyond the stories', () => {
  const archive = createSampleItems({ ...sizes, items: 20_000 });
  const beyond = Array.from({ length: 17_000 }, (_, index) => archive.item(3_001 + index)).filter(
    (item) => item !== null,
  );
  const of = (type: SampleItem['type']): SampleItem[] =>
    beyond.filter((item) => item.type === type && !item.deleted);

  test('most items are comments, and there are some of every kind', () => {
    expect(of('comment').length).toBeGreaterThan(0.8 * beyond.length);
    const others = [of('story'), of('job'), of('poll'), of('pollopt')];
    expect(others.map((some) => some.length).filter((count) => count < 3)).toEqual([]);
  });

  test('who answers to whom is told alike by both', () => {
    const up = beyond.flatMap(({ id, parent, poll }) => {
      const above = parent ?? poll;
      return above === undefined || archive.item(above) === null ? [] : [`${id} to ${above}`];
    });
    const down = beyond.flatMap(({ id, kids = [], parts = [] }) =>
      [...kids, ...parts].flatMap((below) => (archive.item(below) === null ? [] : [`${below} to ${id}`])),
    );
    expect(up.length).toBeGreaterThan(10_000);
    expect(up.toSorted()).toEqual(down.toSorted());
  });

  test('comments have a text and a parent, options a text and a poll', () => {
    const texts = [...of('comment'), ...of('pollopt')].map(({ text }) => text ?? '');
    expect(texts.filter((text) => text === '' || /[{}]|undefined/.test(text))).toEqual([]);
    expect(of('comment').filter(({ parent, title }) => parent === undefined || title !== undefined)).toEqual(
      [],
    );
    expect(of('pollopt').filter(({ poll, score }) => poll === undefined || score === undefined)).toEqual([]);
  });

  test('a deleted comment keeps its place and nothing of its author', () => {
    const deleted = beyond.find((item) => item.deleted && item.type === 'comment');
    expect(deleted).toMatchObject({ parent: expect.any(Number), time: expect.any(Number) });
    expect([deleted?.by, deleted?.text]).toEqual([undefined, undefined]);
  });

  test('nothing answers from above the highest id', () => {
    const below = beyond.flatMap(({ kids = [], parts = [] }) => [...kids, ...parts]);
    expect(Math.max(...below)).toBeLessThanOrEqual(20_000);
  });

  test('the feeds list the stories only', () => {
    expect(feeds.map((feed) => archive.list(feed))).toEqual(feeds.map((feed) => stories.list(feed)));
    expect(archive.highestId).toBe(20_000);
  });
});
