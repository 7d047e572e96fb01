import type { When } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { checkWhen } from './check-when.ts';

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
