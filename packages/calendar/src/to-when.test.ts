import { expect, test } from 'vitest';

import { intervalAt } from './intervals.ts';
import { showWhen } from './show-when.ts';
import { toWhen, type Grain } from './to-when.ts';

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
  expect(showWhen({ every: 36_000_000 })).toBe('every 10h');
  expect(showWhen({ every: 86_400_000, offset: 1_800_000 })).toBe('every 1d from 30m on');
  expect(showWhen(toWhen('day', 'Europe/Berlin'))).toBe('0 0 * * * in Europe/Berlin');
  expect(showWhen({ on: 'hacker_news_stories' })).toBe('on hacker_news_stories');
});
