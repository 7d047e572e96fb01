import type { TimedWhen } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { daylightNotes } from './daylight-notes.ts';

const range = { from: new Date('2027-01-01'), to: new Date('2028-01-01') };

function notes(when: TimedWhen): string[] {
  return daylightNotes(when, range).map(({ effect, local, zone }) => `${effect} ${local} ${zone}`);
}

test('a year of a daily time tells what the clocks leave out and repeat', () => {
  expect(notes({ cron: '30 2 * * *', zone: 'Europe/Berlin' })).toEqual([
    'skipped 2027-03-28T02:30 Europe/Berlin',
  ]);
  expect(notes({ cron: '30 1 * * *', zone: 'America/New_York' })).toEqual([
    'doubled 2027-11-07T01:30 America/New_York',
  ]);
  expect(notes({ cron: '15 2 * * *', zone: 'Australia/Lord_Howe' })).toEqual([
    'skipped 2027-10-03T02:15 Australia/Lord_Howe',
  ]);
});

test('every time of a left out hour is told', () => {
  expect(notes({ cron: '*/20 2 * * *', zone: 'America/New_York' })).toEqual([
    'skipped 2027-03-14T02:00 America/New_York',
    'skipped 2027-03-14T02:20 America/New_York',
    'skipped 2027-03-14T02:40 America/New_York',
  ]);
});

test.each<TimedWhen>([
  { cron: '30 2 * * *', zone: 'UTC' },
  { cron: '0 6 * * *', zone: 'Europe/Berlin' },
  { cron: '30 2 * * *', zone: 'Asia/Tokyo' },
  { every: 3_600_000 },
])('%j has nothing to tell', (when) => {
  expect(notes(when)).toEqual([]);
});
