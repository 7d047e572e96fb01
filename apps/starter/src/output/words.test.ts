import { expect, test } from 'vitest';

import { toWordList } from './words.ts';

test('bars are as long as their counts, the longest first', () => {
  const words = [
    { word: 'durable', count: 12 },
    { word: '漢字', count: 6 },
    { word: 'rare', count: 1 },
  ];
  expect(toWordList(words).split('\n')).toEqual([
    `durable  ${'█'.repeat(24)} 12`,
    `漢字     ${'█'.repeat(12)} 6`,
    `rare     ${'█'.repeat(2)} 1`,
  ]);
});

test('only so many are shown', () => {
  const words = Array.from({ length: 50 }, (_, index) => ({ word: `w${index}`, count: 50 - index }));
  expect(toWordList(words).split('\n')).toHaveLength(10);
  expect(toWordList([])).toBe('');
});
