import { expect, test } from 'vitest';

import { createRateMeter } from './rate-meter.ts';

test('the rate is of the last ten seconds', () => {
  const meter = createRateMeter();
  expect(meter.measure(0, 0)).toBeUndefined();
  expect(meter.measure(100, 1_000)).toBe(100);
  expect(meter.measure(100, 10_000)).toBe(10);
  expect(meter.measure(100, 12_000)).toBe(0);
});

test('after a silence it is of all the time since', () => {
  const meter = createRateMeter();
  meter.measure(0, 0);
  expect(meter.measure(600, 60_000)).toBe(10);
});

test('a count or a clock that goes back stands still', () => {
  const meter = createRateMeter();
  meter.measure(50, 1_000);
  expect(meter.measure(100, 1_000)).toBeUndefined();
  expect(meter.measure(40, 2_000)).toBe(50);
  expect(meter.measure(100, 0)).toBe(50);
});
