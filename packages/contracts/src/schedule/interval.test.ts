import { expect, test } from 'vitest';

import { checkInterval, normaliseInterval, readInterval, toIntervalRunId } from './interval.ts';

test.each([
  ['2026-11-21', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
  ['2026-11-21/2026-11-28', '2026-11-21T00:00:00.000Z', '2026-11-28T00:00:00.000Z'],
  ['2026-11-21T06:00Z/2026-11-21T06:30:15.5Z', '2026-11-21T06:00:00.000Z', '2026-11-21T06:30:15.500Z'],
  ['2026-11-21T06:00+02:00/2026-11-21', undefined, undefined],
  ['2026-11-21T06:00+02:00/2026-11-22', '2026-11-21T04:00:00.000Z', '2026-11-22T00:00:00.000Z'],
])('%s is read as what it says', (text, start, end) => {
  expect(readInterval(text)).toEqual(start === undefined ? undefined : { start, end });
});

test.each([
  '',
  '/',
  'today',
  '2026-11',
  '2026-02-30',
  '2026-13-01',
  '2026-11-21T06:00',
  '2026-11-21T25:00Z/2027-01-01',
  '0000-01-01',
  '0001-01-01T00:00+05:00/0001-01-02',
  '9999-12-31',
])('%j is no interval', (text) => {
  expect(readInterval(text)).toBeUndefined();
});

test.each([
  ['2026-11-22', '2026-11-21'],
  ['2026-11-22', '2026-11-22'],
  ['2026-11-22', 'soon'],
])('an interval from %s to %s is refused with what was given', (start, end) => {
  expect(checkInterval({ start, end })).toMatchObject([
    {
      field: 'interval',
      message: expect.stringContaining(`interval: "${start}/${end}" is not a day`) as string,
    },
  ]);
});

test('an interval is the same however its instants are written, and so is its run', () => {
  const interval = normaliseInterval({ start: '2026-11-21T01:00+01:00', end: '2026-11-22' });
  expect(interval).toEqual({ start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' });
  const run = { pipeline: 'hacker-news', schedule: 'daily' };
  expect(toIntervalRunId({ ...run, start: interval.start })).toBe('hacker-news/daily/2026-11-21');
  expect(toIntervalRunId({ ...run, start: '2026-11-21T07:00+01:00' })).toBe(
    'hacker-news/daily/2026-11-21T06:00Z',
  );
  expect(toIntervalRunId({ ...run, start: '2026-11-21T06:00:30.000Z' })).toBe(
    'hacker-news/daily/2026-11-21T06:00:30Z',
  );
});
