import { hackerNews, type Interval, type ReplayRequest, type RunRequest } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { readRequest } from './read-request.ts';

test('a run without an interval and a schedule has neither', () => {
  const { interval, schedule } = readRequest(hackerNews, {
    interval: null,
  } as unknown as RunRequest<unknown>);
  expect({ interval, schedule }).toEqual({});
});

test('an interval is read as the instants that it names', () => {
  const given = { start: '2026-11-21T01:00+01:00', end: '2026-11-22' };
  const { interval } = readRequest(hackerNews, { interval: given, schedule: 'daily' });
  expect(interval).toEqual({ start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' });
});

test.each<[string, unknown]>([
  ['no time', { start: 'yesterday', end: '2026-11-22' }],
  ['an end before the start', { start: '2026-11-22', end: '2026-11-21' }],
  ['no end', { start: '2026-11-22' }],
  ['a word', 'today'],
])('an interval of %s is refused, as a dataset would never have it', (_, interval) => {
  expect(() => readRequest(hackerNews, { interval: interval as Interval })).toThrow(
    /^hacker-news refused its input: interval: ".*" is not a day such as/,
  );
});

test('a replay concludes however much of it fails again, unless it is told otherwise', () => {
  const replay = { run: 'bad' };
  expect(readRequest(hackerNews, { replay })).toMatchObject({ replay, quarantineLimit: 1 });
  expect(readRequest(hackerNews, { replay, overrides: { quarantineLimit: 0.2 } })).toMatchObject({
    quarantineLimit: 0.2,
  });
  expect(readRequest(hackerNews, {})).toMatchObject({ quarantineLimit: hackerNews.quarantineLimit });
});

test('a replay of no run is refused, as its plan would fail for ever', () => {
  const replay = { reason: 'timeout' } as unknown as ReplayRequest;
  expect(() => readRequest(hackerNews, { replay })).toThrow('hacker-news refused its input: run: missing');
});

test('a schedule that could not name a run is refused', () => {
  expect(() => readRequest(hackerNews, { schedule: 'Every day' })).toThrow('schedule: "Every day" is not');
});

test('a run goes on with fields that its first execution was not refused for', () => {
  const carried = { nextShard: 1 } as RunRequest<unknown>['carried'];
  const request = { carried, requestedBy: 'somebody' } as RunRequest<unknown>;
  expect(readRequest(hackerNews, request)).toMatchObject({ carried });
});

test('no request at all is a run with the defaults', () => {
  for (const request of [undefined, null, {}]) {
    const { input } = readRequest(hackerNews, request as RunRequest<unknown> | undefined);
    expect(input).toEqual({ feed: 'top', limit: 10 });
  }
});

test.each([
  undefined,
  null,
  {},
  { input: { limit: 5 }, overrides: { batch: { size: 1 } }, again: true },
  { input: undefined, overrides: null },
])('%j is taken', (request) => {
  expect(() => readRequest(hackerNews, request as RunRequest<unknown>)).not.toThrow();
});
