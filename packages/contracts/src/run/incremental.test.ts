import { expect, test } from 'vitest';

import { discourseTopics } from '../pipelines/discourse-topics.ts';
import { hackerNewsArchive } from '../pipelines/hacker-news-archive.ts';
import { hackerNews } from '../pipelines/hacker-news.ts';
import { checkIncremental } from './incremental.ts';

test('nothing is wrong with a run that is not incremental', () => {
  expect(checkIncremental(hackerNews, {})).toEqual([]);
  expect(checkIncremental(hackerNewsArchive, { incremental: false, input: { from: 1, to: 3 } })).toEqual([]);
});

test('a pipeline without a watermark has nothing to go on from', () => {
  expect(checkIncremental(hackerNews, { incremental: true })).toEqual([
    {
      field: 'incremental',
      message: 'incremental: hacker-news has no watermark to go on from; leave it out',
    },
  ]);
});

test('the bounds of the first run may be given, and what contradicts the later ones may not', () => {
  const incremental = true;
  expect(checkIncremental(discourseTopics, { incremental, input: { pages: 5 } })).toEqual([]);
  expect(checkIncremental(hackerNewsArchive, { incremental, input: { from: 1 } })).toEqual([]);
  expect(checkIncremental(hackerNewsArchive, { incremental, input: { from: 1, to: 3 } })).toEqual([
    {
      field: 'to',
      message: 'to: given with incremental, which goes on to the newest; give one or the other',
    },
  ]);
});
