import { expect, test } from 'vitest';

import { formatBytes, formatRemaining, formatLocal, formatUtc } from './numbers.ts';

test.each([
  [1, '1s'],
  [45_000, '45s'],
  [59_001, '1m 00s'],
  [80_000, '1m 20s'],
  [3_599_001, '1h 00m'],
  [7_530_000, '2h 05m'],
  [273_600_000, '3d 04h'],
])('%i ms that are left are shown as %s', (ms, text) => {
  expect(formatRemaining(ms)).toBe(text);
});

test.each([
  [0, '0 bytes'],
  [1_023, '1023 bytes'],
  [1_024, '1.0 KiB'],
  [3_565_158, '3.4 MiB'],
  [2 ** 50, '1024.0 TiB'],
])('%i bytes are shown as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('a time is shown to the minute, or to the second where it has some', () => {
  expect(formatUtc('2026-11-21T06:00:00.000Z')).toBe('2026-11-21 06:00');
  expect(formatUtc('2026-11-21T06:00:05.250Z')).toBe('2026-11-21 06:00:05');
});

test.each([
  ['2026-11-21T05:00:00Z', 'Europe/Berlin', '2026-11-21 06:00 +01:00'],
  ['2026-07-21T05:00:00Z', 'Europe/Berlin', '2026-07-21 07:00 +02:00'],
  ['2026-11-21T05:00:00Z', 'America/St_Johns', '2026-11-21 01:30 -03:30'],
  ['2026-11-21T20:00:00Z', 'Asia/Kathmandu', '2026-11-22 01:45 +05:45'],
  ['2026-11-21T20:00:00Z', 'Europe/London', '2026-11-21 20:00 +00:00'],
])('%s by the clocks of %s is %s', (time, zone, shown) => {
  expect(formatLocal(time, zone)).toBe(shown);
});
