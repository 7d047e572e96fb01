import type { WordCount } from '@headrace/contracts';
import { eng } from 'stopword';

export interface WordCounterOptions {
  /** Whose stop words are left out. Default `en`. */
  readonly language?: 'en';
  /** Characters of a word. Default 2. */
  readonly minimumLength?: number;
}

/** Counts the words of texts as they come; holds the distinct words, not the texts. */
export interface WordCounter {
  add(text: string): void;
  /** The most frequent words, ties by word. */
  top(limit: number): WordCount[];
}

/**
 * Counts words by Unicode's word boundaries (UAX 29), in lower case, without stop words, numbers and URLs.
 * `Google's` counts as `google`; `don't`, `it's` and `let's` are stop words.
 */
export function createWordCounter({
  language = 'en',
  minimumLength = 2,
}: WordCounterOptions = {}): WordCounter {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  const ignored = stopWords[language];
  const counts = new Map<string, number>();
  return {
    add(text) {
      for (const { segment, isWordLike } of segmenter.segment(normalize(text))) {
        if (!isWordLike) continue;
        const word = segment.replace(clitic, '');
        if (word.length < minimumLength || ignored.has(word) || !letter.test(word)) continue;
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

/** The part of a contraction or possessive that is no word of its own. */
const clitic = /'(?:s|re|ve|ll|d|m)$/;

/** Function words that the list of `stopword` lacks, and verbs that are stop words in their negation. */
const english =
  'does doing done its just let no nor not off once shall so until us when whether why will yet';
const negated = 'are ca could did do does had has have is might must need sha should was were wo would';

const stopWords: Readonly<Record<'en', ReadonlySet<string>>> = {
  en: new Set([...eng, ...english.split(' '), ...negated.split(' ').map((verb) => `${verb}n't`)]),
};

/** Segmented as a whole, a URL would count as words of its host and path. */
function normalize(text: string): string {
  return text
    .replaceAll(/\b(?:https?:\/\/|www\.)\S+/gi, ' ')
    .normalize('NFC')
    .replaceAll('’', "'")
    .toLowerCase();
}
