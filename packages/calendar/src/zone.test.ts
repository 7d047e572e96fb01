import { expect, test } from 'vitest';

import { toInstant } from './zone.ts';

test.each([
  ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01', 'Europe/Berlin', '2025-12-31T23:00:00.000Z'],
  ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
  ['2026-01-01', 'Asia/Kathmandu', '2025-12-31T18:15:00.000Z'],
  ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ['2026-01-01T06:30:15.250', 'America/New_York', '2026-01-01T11:30:15.250Z'],
  ['2026-01-01T06:30Z', 'Europe/Berlin', '2026-01-01T06:30:00.000Z'],
  ['2026-01-01T06:30+02:00', 'UTC', '2026-01-01T04:30:00.000Z'],
])('%s in %s is %s', (text, zone, instant) => {
  expect(toInstant(text, zone)?.toISOString()).toBe(instant);
});

test.each([
  '',
  'yesterday',
  '2026',
  '2026-1-1',
  '2026-02-30',
  '2026-13-01',
  '2026-01-01 06:00',
  '2026-01-01T25:00',
])('%j is no instant', (text) => {
  expect(toInstant(text, 'UTC')).toBeUndefined();
});
