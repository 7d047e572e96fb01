import { expect, test } from 'vitest';

import { createStories, feeds, type SampleItem } from './stories.ts';

const stories = createStories(3_000, 1);
const items = Array.from({ length: 3_000 }, (_, index) => stories.item(index + 1));
const live = items.filter((item): item is SampleItem => item !== null && !item.deleted);

test('the same seed gives the same stories, another seed others', () => {
  const again = createStories(3_000, 1);
  expect(items.map((_, index) => again.item(index + 1))).toEqual(items);
  expect(createStories(3_000, 2).item(17)).not.toEqual(stories.item(17));
});

test('an item is the same whatever the number of stories', () => {
  expect(createStories(1_000_000, 1).item(17)).toEqual(stories.item(17));
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
