import type { TimedWhen } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { nextTimes } from './next-times.ts';

function times(when: TimedWhen, after: string, limit: number): string[] {
  return nextTimes(when, { after: new Date(after), limit }).map((time) =>
    time.toISOString().replace(':00.000Z', 'Z'),
  );
}

test('every is counted from the epoch, from its offset on', () => {
  expect(times({ every: 10 * 3_600_000 }, '1970-01-01T00:00Z', 2)).toEqual([
    '1970-01-01T10:00Z',
    '1970-01-01T20:00Z',
  ]);
  const shifted = { every: 86_400_000, offset: 6 * 3_600_000 };
  expect(times(shifted, '2026-11-21T06:00Z', 2)).toEqual(['2026-11-22T06:00Z', '2026-11-23T06:00Z']);
});

test('a time of day follows the clocks of its zone', () => {
  expect(times({ cron: '0 6 * * *', zone: 'Europe/Berlin' }, '2027-03-26T12:00Z', 3)).toEqual([
    '2027-03-27T05:00Z',
    '2027-03-28T04:00Z',
    '2027-03-29T04:00Z',
  ]);
});

test.each([
  ['Europe/Berlin', '30 2 * * *', '2027-03-27T00:00Z', ['2027-03-27T01:30Z', '2027-03-29T00:30Z']],
  ['America/New_York', '30 2 * * *', '2027-03-13T00:00Z', ['2027-03-13T07:30Z', '2027-03-15T06:30Z']],
  ['Australia/Lord_Howe', '15 2 * * *', '2027-10-01T00:00Z', ['2027-10-01T15:45Z', '2027-10-02T15:45Z']],
  ['UTC', '30 2 * * *', '2027-03-27T00:00Z', ['2027-03-27T02:30Z', '2027-03-28T02:30Z']],
])('in %s, %s leaves out what the clocks leave out, as the server does', (zone, cron, after, expected) => {
  expect(times({ cron, zone }, after, 2)).toEqual(expected);
});

test.each([
  ['America/New_York', '30 1 * * *', '2027-11-07T00:00Z', ['2027-11-07T05:30Z', '2027-11-07T06:30Z']],
  ['Europe/Berlin', '30 2 * * *', '2027-10-30T12:00Z', ['2027-10-31T01:30Z', '2027-11-01T01:30Z']],
  ['Australia/Lord_Howe', '45 1 * * *', '2027-04-03T00:00Z', ['2027-04-03T15:15Z', '2027-04-04T15:15Z']],
])('in %s, %s comes in a doubled hour as often as the server starts it', (zone, cron, after, expected) => {
  expect(times({ cron, zone }, after, 2)).toEqual(expected);
});

test('the same times come whatever they are counted from, on the day that the clocks change too', () => {
  const when = { cron: '*/30 * * * *', zone: 'Europe/Berlin' };
  const all = times(when, '2027-10-30T12:00Z', 60);
  for (const [index, time] of all.slice(0, 50).entries()) {
    expect(times(when, time, 3)).toEqual(all.slice(index + 1, index + 4));
  }
});

test.each([
  ['@daily', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
  ['@weekly', '0 0 * * SUN'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 JAN *'],
  ['0 0 * * 7', '0 0 * * Sunday'],
  ['0 0 * * 5-7/2', '0 0 * * FRI,SUN'],
  ['5/25 * * * *', '5,30,55 * * * *'],
  ['0 30 6 * * * *', '30 6 * * *'],
])('%s is %s', (one, other) => {
  const zone = 'Europe/Berlin';
  const after = '2027-01-15T10:00Z';
  expect(times({ cron: one, zone }, after, 20)).toEqual(times({ cron: other, zone }, after, 20));
});
