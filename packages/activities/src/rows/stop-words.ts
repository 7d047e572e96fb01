import type { WordLanguage } from '@headrace/contracts';
import {
  ara,
  bul,
  cat,
  ces,
  dan,
  deu,
  eng,
  fas,
  fin,
  fra,
  heb,
  hin,
  hrv,
  hun,
  ind,
  ita,
  jpn,
  kor,
  nld,
  nob,
  pol,
  por,
  ron,
  rus,
  slk,
  slv,
  spa,
  swe,
  tha,
  tur,
  ukr,
  zho,
} from 'stopword';

/** A language's words that say nothing about a text, as the counter spells words. */
export function toStopWords(language: WordLanguage): ReadonlySet<string> {
  const words = lists[language].map((word) => word.normalize('NFC').toLowerCase());
  return new Set(language === 'en' ? [...words, ...english] : words);
}

/** Function words that the list of `stopword` lacks, and verbs that are stop words in their negation. */
const functionWords =
  'does doing done its just let no nor not off once shall so until us when whether why will yet';
const negated = 'are ca could did do does had has have is might must need sha should was were wo would';

const english = [...functionWords.split(' '), ...negated.split(' ').map((verb) => `${verb}n't`)];

const lists: Readonly<Record<WordLanguage, readonly string[]>> = {
  none: [],
  ar: ara,
  bg: bul,
  ca: cat,
  cs: ces,
  da: dan,
  de: deu,
  en: eng,
  es: spa,
  fa: fas,
  fi: fin,
  fr: fra,
  he: heb,
  hi: hin,
  hr: hrv,
  hu: hun,
  id: ind,
  it: ita,
  ja: jpn,
  ko: kor,
  nb: nob,
  nl: nld,
  pl: pol,
  pt: por,
  ro: ron,
  ru: rus,
  sk: slk,
  sl: slv,
  sv: swe,
  th: tha,
  tr: tur,
  uk: ukr,
  zh: zho,
};
