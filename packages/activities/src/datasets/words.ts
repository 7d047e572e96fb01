import { limits, type WordCount, type WordOptions } from '@headrace/contracts';

import { toStopWords } from './stop-words.ts';

/** Counts the words of texts as they come; holds the distinct words, not the texts. */
export interface WordCounter {
  add(text: string): void;
  /** The most frequent words, ties by word. */
  top(limit: number): WordCount[];
}

/**
 * Counts words by Unicode's word boundaries (UAX 29), in lower case, without stop words, numbers, URLs and what is
 * longer than `limits.wordCharacters`. Contracted parts are no words of their own: `Google's` counts as `google`,
 * `l'homme` as `homme`; `don't`, `it's` and `let's` are stop words.
 */
export function createWordCounter({ language = 'en', minimumLength = 2 }: WordOptions = {}): WordCounter {
  const locale = language === 'none' ? 'en' : language;
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  const contracted = contractions[locale];
  const ignored = toStopWords(language);
  const counts = new Map<string, number>();
  return {
    add(text) {
      for (const { segment, isWordLike } of segmenter.segment(normalize(text, locale))) {
        if (!isWordLike) continue;
        const word = contracted === undefined ? segment : segment.replace(contracted, '');
        if (word.length < minimumLength || word.length > limits.wordCharacters) continue;
        if (ignored.has(word) || !letter.test(word)) continue;
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    },
    top: (limit) =>
      [...counts]
        .map(([word, count]) => ({ word, count }))
        .toSorted((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
        .slice(0, limit),
  };
}

const letter = /\p{L}/u;

/** The part of a contraction, possessive or elision that is no word of its own. */
const contractions: Readonly<Record<string, RegExp>> = {
  ca: /^[dlmnst]'/,
  en: /'(?:s|re|ve|ll|d|m)$/,
  fr: /^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'/,
  it: /^(?:[cdlmstv]|un|gl|(?:da|de|ne|su|que|a)ll)'/,
  // A proper noun's case ending follows an apostrophe.
  tr: /'\p{L}+$/u,
};

/** Segmented as a whole, a URL would count as words of its host and path. */
function normalize(text: string, locale: string): string {
  return text
    .replaceAll(/\b(?:https?:\/\/|www\.)\S+/gi, ' ')
    .normalize('NFC')
    .replaceAll('’', "'")
    .toLocaleLowerCase(locale);
}
