import { stripVTControlCharacters } from 'node:util';

import stringWidth from 'string-width';

/** Text from outside as a terminal may show it: one line, without escape sequences, control or direction characters. */
export function clean(text: string): string {
  return cleanLine(text.replaceAll(/\s+/g, ' ')).trim();
}

/** Cleans a text, and keeps its lines and indentation. */
export function cleanLines(text: string): string {
  return text
    .replaceAll('\t', '  ')
    .split(/\r?\n/)
    .map((line) => cleanLine(line).trimEnd())
    .join('\n');
}

function cleanLine(text: string): string {
  return stripVTControlCharacters(text.toWellFormed()).replaceAll(
    /\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu,
    '',
  );
}

/** Cuts a text to so many terminal columns, whole characters as people see them, ending in … where it was cut. */
export function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Fills up with spaces to so many terminal columns. */
export function pad(text: string, width: number, side: 'left' | 'right'): string {
  const spaces = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return side === 'left' ? `${spaces}${text}` : `${text}${spaces}`;
}

/** Formats the document that `--json` prints. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

/** Said below rows of a sandbox on the sample source. */
export const madeUp = 'the sample source of this sandbox made these rows up';
