import { stripVTControlCharacters } from 'node:util';

/** Text from outside as a terminal may show it: one line, without escape sequences, control or direction characters. */
export function clean(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim();
}
