import { expect, test } from 'vitest';

import { parseDuration, formatDuration } from './duration.ts';

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['10m', 600_000],
  ['1.5h', 5_400_000],
  ['3d', 259_200_000],
])('%s is read as ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '5', 'm', '-1s', '1 week', '10 m', '1h30m'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test('a duration is shown in the largest unit that needs no fraction', () => {
  expect([500, 1_000, 90_000, 3_600_000, 172_800_000, 0].map(formatDuration)).toEqual([
    '500ms',
    '1s',
    '90s',
    '1h',
    '2d',
    '0ms',
  ]);
});
