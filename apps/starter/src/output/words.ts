import type { WordCount } from '@headrace/contracts';
import stringWidth from 'string-width';

import { clean } from './clean.ts';
import { fit, pad } from './fit.ts';

export interface WordsOptions {
  /** Words at most; 10 by default. */
  readonly limit?: number;
}

const longestBar = 24;
const longestWord = 24;

/** The most frequent words, a bar each. */
export function toWordList(words: readonly WordCount[], { limit = 10 }: WordsOptions = {}): string {
  const shown = words
    .slice(0, limit)
    .map(({ word, count }) => ({ word: fit(clean(word), longestWord), count }));
  const most = Math.max(1, ...shown.map(({ count }) => count));
  const widest = Math.max(0, ...shown.map(({ word }) => stringWidth(word)));
  return shown
    .map(({ word, count }) => {
      const bar = '█'.repeat(Math.max(1, Math.round((count / most) * longestBar)));
      return `${pad(word, widest, 'right')}  ${bar} ${count}`;
    })
    .join('\n');
}
