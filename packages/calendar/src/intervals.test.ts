import type { TimedWhen } from '@headrace/contracts';
import { assert, constantFrom, date, integer, oneof, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { intervalAt, intervalsBetween } from './intervals.ts';

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
