import { stripVTControlCharacters } from 'node:util';

/** Text from outside as a terminal may show it: one line, without escape sequences, control or direction characters. */
export function clean(text: string): string {
  return cleanLine(text.replaceAll(/\s+/g, ' ')).trim();
}

/** The same of a text whose lines and indentation are to stay. */
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
