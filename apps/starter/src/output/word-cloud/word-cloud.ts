import type { WordCount } from '@headrace/contracts';

import { formatCount } from '../numbers.ts';
import { layOutWords, type PlacedWord } from './lay-out-words.ts';

/** Every colour of a word has a contrast of at least 4.5 to its page: WCAG 2.2, 1.4.3. */
export const palette: Readonly<Record<'light' | 'dark', Theme>> = {
  light: { page: '#fcfcfa', words: ['#0b4f8a', '#9a3412', '#166048', '#6b3fa0', '#475569'] },
  dark: { page: '#14181d', words: ['#7cc0ff', '#ffb07c', '#7fdcb4', '#cdb4ff', '#b6c2cf'] },
};

export interface WordCloudOptions {
  /** The picture's accessible name. */
  readonly title: string;
  /** Another seed is another arrangement of the same words. Default 1. */
  readonly seed?: number;
}

const padding = 24;

/**
 * A word cloud as one SVG document without scripts, fonts or links: the same bytes for the same words and options.
 * It follows the reader's light or dark theme.
 */
export function toWordCloud(words: readonly WordCount[], { title, seed = 1 }: WordCloudOptions): string {
  const placed = layOutWords(words, seed);
  const { left, top, width, height } = toFrame(placed);
  const size = `width="${width}" height="${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="word-cloud" viewBox="${left} ${top} ${width} ${height}" ${size}`,
    ` role="img" aria-labelledby="word-cloud-title" aria-describedby="word-cloud-words">`,
    `<title id="word-cloud-title">${escapeXml(title)}</title>`,
    `<desc id="word-cloud-words">${escapeXml(describe(words))}</desc>`,
    `<style>${style}</style>`,
    `<rect class="page" x="${left}" y="${top}" ${size} rx="12"/>`,
    ...placed.map((word, index) => toText(word, index)),
    '</svg>',
    '',
  ].join('\n');
}

// Every rule is bound to the picture: in a page of HTML it would hold for the whole of it.
const style = [
  '.word-cloud{max-width:100%;height:auto}',
  `.word-cloud text{font-family:Helvetica,Arial,'Liberation Sans',sans-serif;font-weight:bold}`,
  toRules('light'),
  `@media (prefers-color-scheme:dark){${toRules('dark')}}`,
].join('');

function toRules(theme: keyof typeof palette): string {
  const { page, words } = palette[theme];
  const rules = words.map((colour, index) => `.word-cloud .w${index}{fill:${colour}}`);
  return [`.word-cloud .page{fill:${page}}`, ...rules].join('');
}

function describe(words: readonly WordCount[]): string {
  const listed = words.map(({ word, count }) => `${word} ${formatCount(count)}`).join(', ');
  return listed === '' ? 'No words.' : `The most frequent words and their counts: ${listed}.`;
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest whole rectangle around the words and some padding. */
function toFrame(words: readonly PlacedWord[]): Frame {
  const left = Math.floor(Math.min(0, ...words.map((word) => word.left)) - padding);
  const top = Math.floor(Math.min(0, ...words.map((word) => word.baseline - word.ascent)) - padding);
  const right = Math.ceil(Math.max(0, ...words.map((word) => word.left + word.width)) + padding);
  const bottom = Math.ceil(Math.max(0, ...words.map((word) => word.baseline + word.descent)) + padding);
  return { left, top, width: right - left, height: bottom - top };
}

function toText({ word, count, size, left, baseline, width }: PlacedWord, index: number): string {
  const place = `x="${left.toFixed(1)}" y="${baseline}" font-size="${size}"`;
  const length = `textLength="${width.toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
  const hint = `<title>${escapeXml(`${word}: ${formatCount(count)}`)}</title>`;
  return `<text class="w${index % palette.light.words.length}" ${place} ${length}>${hint}${escapeXml(word)}</text>`;
}

interface Theme {
  readonly page: string;
  readonly words: readonly string[];
}

/** Text as it may stand in an XML element or attribute; characters that XML 1.0 has not are left out. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
