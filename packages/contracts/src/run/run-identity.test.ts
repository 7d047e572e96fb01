import { expect, test } from 'vitest';

import { hackerNews } from '../pipelines/hacker-news.ts';
import { compareRunIdentities, toRunIdentity } from './run-identity.ts';

const interval = { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' };

test.each([
  [{}, { input: { feed: 'top', limit: 10 } }],
  [{ input: { limit: 5, feed: 'ask' } }, { input: { feed: 'ask', limit: 5 } }],
  [{ overrides: { quarantineLimit: 0.5 } }, { overrides: { batch: { size: 3 } }, again: true }],
  [
    { interval, schedule: 'daily' },
    { interval: { ...interval, start: '2026-11-21T00:00Z' }, schedule: 'other' },
  ],
  [{ after: [] }, {}],
])('%j and %j are the same', (one, other) => {
  expect(compareRunIdentities(toRunIdentity(hackerNews, one), toRunIdentity(hackerNews, other))).toEqual([]);
});

test('each field that differs is named with both values', () => {
  const before = toRunIdentity(hackerNews, { input: { feed: 'top' } });
  const now = toRunIdentity(hackerNews, { input: { feed: 'ask', limit: 20 }, incremental: true, interval });
  expect(compareRunIdentities(before, now)).toEqual([
    'feed was "top", and is "ask" here',
    'limit was 10, and is 20 here',
    expect.stringMatching(/^interval was null, and is \{"start"/),
    'incremental was false, and is true here',
  ]);
});

test('a field that the contract did not have when the run began makes no difference', () => {
  const { input, ...before } = toRunIdentity(hackerNews, {});
  const { limit: _limit, ...older } = input;
  expect(
    compareRunIdentities({ ...before, input: older }, toRunIdentity(hackerNews, { input: { limit: 3 } })),
  ).toEqual([]);
});
