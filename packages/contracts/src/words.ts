import type { CountWordsRequest } from './activities.ts';
import type { InputSchema } from './input-schema.ts';
import { limits } from './limits.ts';
import type { WordCount } from './run.ts';

/** ISO 639-1 codes of the languages whose stop words are known; `none` leaves no word out. */
export const wordLanguages = [
  'none',
  'ar',
  'bg',
  'ca',
  'cs',
  'da',
  'de',
  'en',
  'es',
  'fa',
  'fi',
  'fr',
  'he',
  'hi',
  'hr',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'nb',
  'nl',
  'pl',
  'pt',
  'ro',
  'ru',
  'sk',
  'sl',
  'sv',
  'th',
  'tr',
  'uk',
  'zh',
] as const;

export type WordLanguage = (typeof wordLanguages)[number];

/** Which words count. */
export interface WordOptions {
  /** Whose stop words are left out. Default `en`. */
  readonly language?: WordLanguage;
  /** Characters of a word. Default 2. */
  readonly minimumLength?: number;
}

/** What may be asked of a run's words. */
export interface WordsRequest extends Required<WordOptions> {
  /** A text column; `title` where there is one by default, else the first. */
  readonly column?: string;
  /** Words at most. */
  readonly limit: number;
}

/** The request as it is checked, with its defaults. */
export const wordsRequest: InputSchema<WordsRequest> = {
  column: {
    type: 'string',
    optional: true,
    description: 'the text column whose words to count',
  },
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: limits.countedWords,
    default: 20,
    description: 'how many words, the most frequent first',
  },
  language: {
    type: 'string',
    enum: wordLanguages,
    default: 'en',
    description: 'whose stop words to leave out',
  },
  minimumLength: {
    type: 'integer',
    minimum: 1,
    maximum: limits.wordCharacters,
    default: 2,
    description: 'characters of a word at least',
  },
};

/** The workflow by which a process without database credentials has a run's words counted. */
export const countRunWordsWorkflow = 'countRunWords';
export type CountRunWordsWorkflow = (request: CountWordsRequest) => Promise<WordCount[]>;
