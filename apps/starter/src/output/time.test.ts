import { expect, test } from 'vitest';

import { showLocal, showUtc } from './time.ts';

test('a time is shown to the minute, or to the second where it has some', () => {
  expect(showUtc('2026-11-21T06:00:00.000Z')).toBe('2026-11-21 06:00');
  expect(showUtc('2026-11-21T06:00:05.250Z')).toBe('2026-11-21 06:00:05');
});

test.each([
  ['2026-11-21T05:00:00Z', 'Europe/Berlin', '2026-11-21 06:00 +01:00'],
  ['2026-07-21T05:00:00Z', 'Europe/Berlin', '2026-07-21 07:00 +02:00'],
  ['2026-11-21T05:00:00Z', 'America/St_Johns', '2026-11-21 01:30 -03:30'],
  ['2026-11-21T20:00:00Z', 'Asia/Kathmandu', '2026-11-22 01:45 +05:45'],
  ['2026-11-21T20:00:00Z', 'Europe/London', '2026-11-21 20:00 +00:00'],
])('%s by the clocks of %s is %s', (time, zone, shown) => {
  expect(showLocal(time, zone)).toBe(shown);
});
