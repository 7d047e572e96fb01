import type { When } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { intervalAt } from './times/intervals.ts';
import { formatWhen, toWhen, checkWhen, readCalendar, type Grain } from './when.ts';

const at = new Date('2026-11-21T10:20:30Z');

test.each<[Grain, string, string]>([
  ['hour', '2026-11-21T10:00:00.000Z', '2026-11-21T11:00:00.000Z'],
  ['day', '2026-11-20T23:00:00.000Z', '2026-11-21T23:00:00.000Z'],
  ['week', '2026-11-15T23:00:00.000Z', '2026-11-22T23:00:00.000Z'],
  ['month', '2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z'],
  [10 * 3_600_000, '2026-11-21T08:00:00.000Z', '2026-11-21T18:00:00.000Z'],
])('a grain of %s begins as the clocks say', (grain, start, end) => {
  expect(intervalAt(toWhen(grain, 'Europe/Berlin'), at)).toEqual({ start, end });
});

test('is shown as people say it', () => {
  expect(formatWhen({ every: 36_000_000 })).toBe('every 10h');
  expect(formatWhen({ every: 86_400_000, offset: 1_800_000 })).toBe('every 1d from 30m on');
  expect(formatWhen(toWhen('day', 'Europe/Berlin'))).toBe('0 0 * * * in Europe/Berlin');
  expect(formatWhen({ on: 'hacker_news_stories' })).toBe('on hacker_news_stories');
});

test.each<When>([
  { every: 10 * 3_600_000 },
  { every: 3_600_000, offset: 60_000 },
  { cron: '0 6 * * *', zone: 'Europe/Berlin' },
  { cron: '@daily', zone: 'UTC' },
  { cron: '10 0 6 * JAN-mar Monday,wed *', zone: 'Asia/Calcutta' },
  { cron: '*/15 0-23/2 29 2 *', zone: 'Etc/GMT+5' },
  { on: 'hacker_news_stories' },
])('%j is fine', (when) => {
  expect(checkWhen(when)).toBeUndefined();
});

test.each<[When, string]>([
  [{ every: 1_500 }, 'every: 1500 ms is not a whole number of seconds, at least one'],
  [{ every: 0 }, 'every: 0 ms is not'],
  [{ every: Number.NaN }, 'every: NaN ms is not'],
  [
    { every: 60_000, offset: 60_000 },
    'offset: 60000 ms is not a whole number of seconds from 0 to below every',
  ],
  [{ cron: '0 6 * *', zone: 'UTC' }, 'cron: "0 6 * *" is not an expression of five fields'],
  [{ cron: '0 24 * * *', zone: 'UTC' }, 'cron: hour: "24" is not *, a number from 0 to 23'],
  [{ cron: '0 6 * * FRI-MON', zone: 'UTC' }, 'a range upwards such as 1-5'],
  [{ cron: '0 6 L * *', zone: 'UTC' }, 'cron: day of month: "L" is not'],
  [{ cron: '0 6 * * 1#2', zone: 'UTC' }, 'cron: day of week: "1#2" is not'],
  [{ cron: '*/0 6 * * *', zone: 'UTC' }, 'cron: minute: "*/0" is not'],
  [{ cron: '0 6 1 * MON', zone: 'UTC' }, 'some read as both and some as either; give * for one'],
  [{ cron: '0 0 6 * * *', zone: 'UTC' }, 'has six fields'],
  [{ cron: '0 0 6 * * * 2027', zone: 'UTC' }, 'cron: year: "2027" ends some day'],
  [{ cron: '@every 3h', zone: 'UTC' }, 'give it as every'],
  [{ cron: 'TZ=UTC 0 6 * * *', zone: 'UTC' }, 'give it as zone'],
  [{ cron: '0 0 30 2 *', zone: 'UTC' }, 'names a day that never comes'],
  [
    { cron: '0 6 * * *', zone: 'Berlin' },
    'zone: "Berlin" is not a time zone\'s IANA name, did you mean Europe/Berlin?',
  ],
  [{ cron: '0 6 * * *', zone: 'europe/berlin' }, 'did you mean Europe/Berlin?'],
  [{ cron: '0 6 * * *', zone: '+02:00' }, 'zone: "+02:00" is not a time zone\'s IANA name, such as'],
  [{ cron: '0 6 * * *', zone: '' }, 'zone: "" is not'],
])('%j is refused with what is wrong', (when, problem) => {
  expect(checkWhen(when)).toContain(problem);
});

test.each([
  ['hour=6 minute=0 dayOfWeek=MON-FRI', '0 6 * * MON-FRI'],
  ['dayOfMonth=1', '0 0 1 * *'],
  ['second=30 hour=*', '30 0 * * * * *'],
  ['month=JAN,JUL dayOfMonth=15 hour=12', '0 12 15 JAN,JUL *'],
])('%s is the cron expression %s', (text, cron) => {
  expect(readCalendar(text)).toBe(cron);
});

test.each([
  ['hour=6 hour=7', 'gives a field twice'],
  ['hours=6', 'calendar: "hours=6" is not a field with its value'],
  ['hour', 'there are second, minute, hour, dayOfMonth, month, dayOfWeek, year'],
  ['', 'is not a field with its value'],
])('%j is refused', (text, problem) => {
  expect(() => readCalendar(text)).toThrow(problem);
});
