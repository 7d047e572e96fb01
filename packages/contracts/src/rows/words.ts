import type { InputSchema } from '../input/input-schema.ts';
import { limits } from '../limits.ts';
import type { CountWordsRequest } from '../run/activities.ts';
import type { WordCount } from '../run/run.ts';
import { wordLanguages, type WordOptions } from './word-options.ts';

/** A request for the words of a run. */
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
