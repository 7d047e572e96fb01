import type { WordOptions } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { createWordCounter } from './count-words.ts';

function count(texts: readonly string[], options?: WordOptions): string {
  const counter = createWordCounter(options);
  for (const text of texts) counter.add(text);
  return counter
    .top(100)
    .map(({ word, count: times }) => `${word} ${times}`)
    .join(', ');
}

test('words are counted over all texts, the most frequent first, ties by word', () => {
  expect(count(['Rust beats Go', 'Zig beats rust', 'rust'])).toBe('rust 3, beats 2, go 1, zig 1');
});

test('a limit keeps the most frequent', () => {
  const counter = createWordCounter();
  counter.add('apple apple pear');
  expect(counter.top(1)).toEqual([{ word: 'apple', count: 2 }]);
  expect(createWordCounter().top(5)).toEqual([]);
});

test('letters count in any script and case', () => {
  expect(count(['ÜBER über Über', 'ПРИВЕТ привет', 'cafe\u0301 caf\u00E9'])).toBe('über 3, café 2, привет 2');
});

test('stop words are left out', () => {
  expect(count(['Why the rise of AI is not what you will want'])).toBe('ai 1, rise 1, want 1');
});

test('contractions of stop words are left out, with either apostrophe', () => {
  expect(count(["Don't, won't, can't, it's, I'm, they're, let's, we've", 'Isn’t you’ll who’d'])).toBe('');
});

test('a possessive counts as its word', () => {
  expect(count(["Google's plan", 'Google’s plan', 'google'])).toBe('google 3, plan 2');
});

test('numbers and URLs are left out, words with digits are not', () => {
  const texts = [
    '2016: 1,000 stars, 3.5 GB',
    'see https://example.com/some-path?q=word (www.example.org)',
    'IPv6 4K',
  ];
  expect(count(texts)).toBe('4k 1, gb 1, ipv6 1, see 1, stars 1');
});

test('words shorter than the minimum are left out', () => {
  expect(count(['C and R and Go'])).toBe('go 1');
  expect(count(['Go and Rust'], { minimumLength: 3 })).toBe('rust 1');
});

test.each([
  ['none', 'The end of the line', 'the 2, end 1, line 1, of 1'],
  ['de', 'Die Straße und der Straßenbau, die Straße', 'straße 2, straßenbau 1'],
  ['es', 'El año del dragón y el año de la rata', 'año 2, dragón 1, rata 1'],
  ['fr', "L’homme qu'il aime n'est pas l'homme d'hier", 'homme 2, aime 1, hier 1'],
  ['it', "L'amico dell'amico", 'amico 2'],
  ['ru', 'Это не мир, и мир это знает', 'мир 2, знает 1'],
  ['tr', "İSTANBUL'DA IŞIK, İstanbul'un ışığı", 'istanbul 2, ışık 1, ışığı 1'],
  ['zh', '数据和数据', '数据 2'],
] as const)('in %s, "%s" counts as "%s"', (language, text, words) => {
  expect(count([text], { language })).toBe(words);
});

test('what is longer than any word is left out', () => {
  expect(count([`${'x'.repeat(64)} ${'y'.repeat(65)}`])).toBe(`${'x'.repeat(64)} 1`);
});
