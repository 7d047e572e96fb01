import { expect, test } from 'vitest';

import { layOutWords, type PlacedWord } from './lay-out-words.ts';
import { palette, toWordCloud } from './word-cloud.ts';

const words = 'durable workflow queue база 数据库 naïve node.js o’reilly <b>&"ed" مرحبا a z9'
  .split(' ')
  .flatMap((word, index) => [
    { word, count: 400 - index * 30 },
    { word: `${word}${index}`, count: 20 - index },
  ]);
const options = { title: 'Words of <things>', seed: 7 };

test('the same words and seed are the same bytes, another seed is another picture', () => {
  const cloud = toWordCloud(words, options);
  expect(toWordCloud(structuredClone(words), options)).toBe(cloud);
  expect(toWordCloud(words, { ...options, seed: 8 })).not.toBe(cloud);
});

test.each([1, 2, 3])('with seed %i every word has a place of its own', (seed) => {
  const placed = layOutWords(words, seed);
  expect(placed.map(({ word }) => word).toSorted()).toEqual(words.map(({ word }) => word).toSorted());
  for (const [index, one] of placed.entries()) {
    for (const other of placed.slice(index + 1))
      expect(overlap(one, other), `${one.word}, ${other.word}`).toBe(false);
  }
});

test('a more frequent word is never set smaller', () => {
  const sizes = layOutWords(words, 1)
    .toSorted((a, b) => b.count - a.count)
    .map(({ size }) => size);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

test('the longest words there are find their places', () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ word: `word${index}`, count: 500 - index }));
  many[0] = { word: 'w'.repeat(64), count: 900 };
  many[1] = { word: '字'.repeat(64), count: 899 };
  expect(layOutWords(many, 1)).toHaveLength(100);
});

test('the picture is well-formed, with every word, its count, and a title of its own', () => {
  const cloud = toWordCloud(words, options);
  expect(unclosed(cloud)).toEqual([]);
  expect(cloud).toContain('<title id="word-cloud-title">Words of &lt;things&gt;</title>');
  expect(cloud).toContain('durable 400, ');
  expect(cloud).toContain(
    '<title>&lt;b&gt;&amp;&quot;ed&quot;: 160</title>&lt;b&gt;&amp;&quot;ed&quot;</text>',
  );
  expect(cloud.match(/<text /g)).toHaveLength(words.length);
});

test('characters that XML has not are left out', () => {
  const cloud = toWordCloud([{ word: 'a\u0000b\uD800\uFFFEc', count: 1 }], { title: 'x\u001B' });
  expect(cloud).toContain('</title>ab\uFFFDc</text>');
  expect(cloud).toContain('>x</title>');
});

test('no words are a picture too', () => {
  const cloud = toWordCloud([], options);
  expect(unclosed(cloud)).toEqual([]);
  expect(cloud).toContain('No words.');
});

test.each(Object.entries(palette))(
  'in the %s theme every word can be read',
  (_, { page, words: colours }) => {
    const faint = colours.filter((colour) => contrast(colour, page) < 4.5);
    expect(faint).toEqual([]);
  },
);

function overlap(one: PlacedWord, other: PlacedWord): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.baseline - one.ascent < other.baseline + other.descent &&
    other.baseline - other.ascent < one.baseline + one.descent
  );
}

/** Elements that are not closed, and closing tags without one. */
function unclosed(xml: string): string[] {
  const open: string[] = [];
  const tag = /<(\/?)([a-z]+)((?:\s+[A-Za-z:-]+="[^"<&]*")*)\s*(\/?)>/g;
  for (const [, closes, name = '', , closed] of xml.matchAll(tag)) {
    if (closes && open.at(-1) === name) open.pop();
    else if (!closed) open.push(`${closes}${name}`);
  }
  const text = xml.replaceAll(tag, '').replaceAll(/&(?:amp|lt|gt|quot);/g, '');
  return [...open, ...(text.match(/[<&]/g) ?? [])];
}

/** WCAG 2.2's contrast ratio of two colours, 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
