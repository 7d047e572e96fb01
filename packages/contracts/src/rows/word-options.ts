import { toColumnName, type AnyDatasetContract } from '../dataset/dataset.ts';

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

export type FoundField =
  | { readonly field: string; readonly problem?: undefined }
  | { readonly problem: string; readonly field?: undefined };

/**
 * The text field of that name, as the row or the table spells it; without a name, `title` where there is one, else the
 * first. A name that is none gives the problem in words, with the columns there are.
 */
export function findTextField(dataset: AnyDatasetContract, name?: string): FoundField {
  const fields = Object.keys(dataset.columns).filter((field) => dataset.columns[field]?.type === 'text');
  const field =
    name === undefined
      ? (fields.find((candidate) => candidate === 'title') ?? fields[0])
      : fields.find((candidate) => candidate === name || toColumnName(candidate) === name);
  if (field !== undefined) return { field };
  const wanted = name === undefined ? '' : ` ${JSON.stringify(name)}`;
  const known = fields.map(toColumnName).join(', ') || 'none';
  return { problem: `${dataset.name} has no text column${wanted}; there are ${known}` };
}
