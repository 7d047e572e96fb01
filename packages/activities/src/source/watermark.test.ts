import { expect, test } from 'vitest';

import { beforeOverlap, compareWatermarks, isContiguous, joinSpans, toScope } from './watermark.ts';

test('integers are compared as numbers, not as text', () => {
  expect(compareWatermarks('integer', '9', '10')).toBeLessThan(0);
  expect(joinSpans('integer', { low: '9', high: '90' }, { low: '10', high: '100' })).toEqual({
    low: '9',
    high: '100',
  });
});

test('a span joins what there is', () => {
  const span = { low: '2026-01-01T00:00:00.000Z', high: '2026-01-02T00:00:00.000Z' };
  const earlier = { low: '2025-01-01T00:00:00.000Z', high: '2025-01-02T00:00:00.000Z' };
  expect(joinSpans('timestamp', undefined, span)).toBe(span);
  expect(joinSpans('timestamp', span, undefined)).toBe(span);
  expect(joinSpans('timestamp', undefined, undefined)).toBeUndefined();
  expect(joinSpans('timestamp', span, earlier)).toEqual({ low: earlier.low, high: span.high });
});

test('the list begins an overlap before the watermark', () => {
  const about = { description: 'x' };
  expect(beforeOverlap({ type: 'integer', overlap: 1_000, ...about }, '5000')).toBe('4000');
  const hour = { type: 'timestamp', overlap: 3_600_000, ...about } as const;
  expect(beforeOverlap(hour, '2026-01-01T00:30:00.000Z')).toBe('2025-12-31T23:30:00.000Z');
});

test.for([
  ['integer', '10', '11', true],
  ['integer', '10', '12', false],
  ['timestamp', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', true],
  ['timestamp', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', false],
] as const)('of %s, %s is contiguous with what was listed from %s on: %s', ([type, watermark, low, is]) => {
  expect(isContiguous(type, watermark, low)).toBe(is);
});

test('a scope is the fields that have a watermark each', () => {
  const watermark = { type: 'timestamp', overlap: 0, per: ['forum'], description: 'x' } as const;
  expect(toScope(watermark, { forum: 'https://a.example', pages: 1 })).toBe('{"forum":"https://a.example"}');
  expect(toScope({ ...watermark, per: [] }, { forum: 'https://a.example' })).toBe('{}');
});
