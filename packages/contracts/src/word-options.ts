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
