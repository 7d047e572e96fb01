import stringWidth from 'string-width';
import { expect, test } from 'vitest';

import { toWordList } from './words.ts';

const words = [
  { word: 'durable', count: 1_200 },
  { word: '漢字', count: 600 },
  { word: 'quarter', count: 303 },
  { word: 'rare', count: 1 },
];

test('counts stand below each other, and bars are as long as them, to the eighth of a column', () => {
  expect(toWordList(words).split('\n')).toEqual([
    `durable  1,200  ${'█'.repeat(48)}`,
    `漢字       600  ${'█'.repeat(24)}`,
    `quarter    303  ${'█'.repeat(12)}▏`,
    `rare         1  ▏`,
  ]);
});

test.each([120, 80, 60, 40, 20, 12])('lines fit a terminal of %i columns', (width) => {
  const long = { word: 'x'.repeat(64), count: 1_100 };
  const lines = toWordList([...words, long], { width }).split('\n');
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
  expect(lines).toHaveLength(5);
  expect(lines.every((line) => /[█▏▎▍▌▋▊▉]$/.test(line))).toBe(true);
});

test('only so many are shown', () => {
  const many = Array.from({ length: 50 }, (_, index) => ({ word: `w${index}`, count: 50 - index }));
  expect(toWordList(many).split('\n')).toHaveLength(10);
  expect(toWordList(many, { limit: 50 }).split('\n')).toHaveLength(50);
  expect(toWordList([])).toBe('');
});
