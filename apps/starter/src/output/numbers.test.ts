import { expect, test } from 'vitest';

import { showBytes, showRemaining } from './numbers.ts';

test.each([
  [1, '1s'],
  [45_000, '45s'],
  [59_001, '1m 00s'],
  [80_000, '1m 20s'],
  [3_599_001, '1h 00m'],
  [7_530_000, '2h 05m'],
  [273_600_000, '3d 04h'],
])('%i ms that are left are shown as %s', (ms, text) => {
  expect(showRemaining(ms)).toBe(text);
});

test.each([
  [0, '0 bytes'],
  [1_023, '1023 bytes'],
  [1_024, '1.0 KiB'],
  [3_565_158, '3.4 MiB'],
  [2 ** 50, '1024.0 TiB'],
])('%i bytes are shown as %s', (bytes, text) => {
  expect(showBytes(bytes)).toBe(text);
});
