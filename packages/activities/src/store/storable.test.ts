import { expect, it } from 'vitest';

import { capBytes, isStorable, toStorable } from './storable.ts';

it('knows the text that Postgres cannot hold, and replaces what is wrong with it', () => {
  expect(isStorable('a 🚀')).toBe(true);
  expect(isStorable('a\0')).toBe(false);
  expect(isStorable('\uDE80')).toBe(false);
  expect(toStorable('a\0b\uD83D')).toBe('a\uFFFDb\uFFFD');
});

it('caps text by its bytes without cutting a character in two', () => {
  expect(capBytes('abc', 3)).toBe('abc');
  expect(capBytes('a🚀b', 4)).toBe('a');
  expect(capBytes('a🚀b', 5)).toBe('a🚀');
});
