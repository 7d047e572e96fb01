import type { TimedWhen } from '@headrace/contracts';
import { assert, constantFrom, date, integer, oneof, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { intervalAt, intervalsBetween, nextTimes } from './intervals.ts';

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'UTC'];
const ofTheNight = ['*/30 * * * *', '*/20 1-3 * * *', '30 2 * * *', '0 2 * * *', '45 1 * * *'];
const others = ['0 * * * *', '0 0 * * *', '0 12 * * SAT', '0 0 1 * *', '10 0 2 * * * *', '0 6 * * MON-FRI'];

const clocks = record({ cron: constantFrom(...ofTheNight, ...others), zone: constantFrom(...zones) });
const lengths = record({
  every: integer({ min: 1, max: 200 }).map((hours) => hours * 3_600_000),
  offset: integer({ min: 0, max: 3_599 }).map((seconds) => seconds * 1_000),
});
const anyWhen = oneof<[typeof clocks, typeof lengths]>(clocks, lengths);

/** The days on which the clocks of the zones change, and others. */
const anyInstant = oneof(
  date({ min: new Date('2027-03-10'), max: new Date('2027-04-06'), noInvalidDate: true }),
  date({ min: new Date('2027-09-03'), max: new Date('2027-11-10'), noInvalidDate: true }),
);
const dayMs = 86_400_000;

describe('intervals', () => {
  test('tile time without a gap or an overlap', () => {
    assert(
      property(anyWhen, anyInstant, integer({ min: 1, max: 5 }), (when: TimedWhen, from, days) => {
        const to = new Date(from.getTime() + days * dayMs);
        let end: string | undefined;
        for (const interval of intervalsBetween(when, { from, to })) {
          expect(Date.parse(interval.start)).toBeLessThan(Date.parse(interval.end));
          expect(Date.parse(interval.start)).toBeGreaterThanOrEqual(from.getTime());
          expect(Date.parse(interval.start)).toBeLessThan(to.getTime());
          if (end !== undefined) expect(interval.start).toBe(end);
          end = interval.end;
        }
        if (end !== undefined) expect(Date.parse(end)).toBeGreaterThanOrEqual(to.getTime());
      }),
    );
  });

  test('hold the instant that they are asked for, and are those of a range', () => {
    assert(
      property(anyWhen, anyInstant, (when: TimedWhen, at) => {
        const interval = intervalAt(when, at);
        expect(Date.parse(interval.start)).toBeLessThanOrEqual(at.getTime());
        expect(Date.parse(interval.end)).toBeGreaterThan(at.getTime());
        const range = { from: new Date(interval.start), to: new Date(interval.end) };
        expect([...intervalsBetween(when, range)]).toEqual([interval]);
      }),
    );
  });

  test('are the same from their first to their last instant', () => {
    assert(
      property(anyWhen, anyInstant, (when: TimedWhen, at) => {
        const interval = intervalAt(when, at);
        expect(intervalAt(when, new Date(interval.start))).toEqual(interval);
        expect(intervalAt(when, new Date(Date.parse(interval.end) - 1))).toEqual(interval);
        expect(intervalAt(when, new Date(interval.end)).start).toBe(interval.end);
      }),
    );
  });

  test('of a day last as long as the clocks say', () => {
    const when = { cron: '0 0 * * *', zone: 'Europe/Berlin' };
    const lasts = (at: string): number => {
      const { start, end } = intervalAt(when, new Date(at));
      return (Date.parse(end) - Date.parse(start)) / 3_600_000;
    };
    expect([lasts('2027-03-28T12:00Z'), lasts('2027-10-31T12:00Z'), lasts('2027-11-01T12:00Z')]).toEqual([
      23, 25, 24,
    ]);
  });

  test('there is none before the server looks for times', () => {
    const when = { cron: '0 0 * * *', zone: 'UTC' };
    expect(() => intervalAt(when, new Date('2101-06-01'))).toThrow('0 0 * * * in UTC has no interval with');
  });
});

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
