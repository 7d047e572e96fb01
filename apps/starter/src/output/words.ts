import type { WordCount } from '@headrace/contracts';
import stringWidth from 'string-width';

import { clean, fit, pad } from './text.ts';
import { formatCount } from './numbers.ts';

export interface WordsOptions {
  /** Words at most; 10 by default. */
  readonly limit?: number;
  /** Terminal columns; 80 where there is no terminal. */
  readonly width?: number | undefined;
}

const longestBar = 48;
const longestWord = 24;
const gap = '  ';

/** The most frequent words, their counts and a bar each, in lines that fit the terminal. */
export function toWordList(
  words: readonly WordCount[],
  { limit = 10, width = 80 }: WordsOptions = {},
): string {
  const counts = words.slice(0, limit).map(({ count }) => count);
  const most = Math.max(1, ...counts);
  const countWidth = formatCount(most).length;
  const room = Math.max(2, width - countWidth - 2 * gap.length);
  // The word may take two thirds of the room, so that bars can still be told apart.
  const wordRoom = Math.min(longestWord, Math.floor((room * 2) / 3));
  const names = words.slice(0, limit).map(({ word }) => fit(clean(word), wordRoom));
  const widest = Math.max(0, ...names.map((name) => stringWidth(name)));
  const bar = Math.min(longestBar, room - widest);
  return names
    .map((name, index) => {
      const count = counts[index] ?? 0;
      const cells = [pad(name, widest, 'right'), pad(formatCount(count), countWidth, 'left')];
      return [...cells, toBar((count / most) * bar)].join(gap);
    })
    .join('\n');
}

/** An eighth of a terminal column, two eighths and so on up to seven. */
const eighths = '▏▎▍▌▋▊▉';

/** A bar of so many terminal columns, to the eighth, and never none. */
function toBar(columns: number): string {
  const length = Math.max(1, Math.round(columns * 8));
  return '█'.repeat(Math.floor(length / 8)) + (eighths[(length % 8) - 1] ?? '');
}
