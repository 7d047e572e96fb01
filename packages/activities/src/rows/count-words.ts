import {
  findTextField,
  terminalErrors,
  validateInput,
  wordsRequest,
  limits,
  type AnyDatasetContract,
  type CountWordsRequest,
  type DatasetActivities,
  type RowCursor,
  type WordCount,
  type WordOptions,
  type WordLanguage,
} from '@headrace/contracts';
import { Context } from '@temporalio/activity';
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

import type { ActivityDependencies } from '../activity/dependencies.ts';
import { withFailures } from '../activity/failures.ts';
import { contractOf } from '../activity/find-pipeline.ts';

/** Rows of one page; the store cuts it shorter by bytes. */
const pageRows = 1_000;

/** Words of what has none, or counted in a way there is none. */
class InvalidWords extends Error {
  override readonly name = 'InvalidWords';
  readonly type = terminalErrors.invalidInput;
}

/** Counts the words of a text field over a run's rows, a page at a time. */
export function createCountWords(dependencies: ActivityDependencies): DatasetActivities['countWords'] {
  return (request) => withFailures(() => countWords(request, dependencies));
}

async function countWords(request: CountWordsRequest, { store }: ActivityDependencies): Promise<WordCount[]> {
  const context = Context.current();
  const contract = contractOf(request.pipeline);
  const field = checkRequest(contract.dataset, request);
  const counter = createWordCounter(request);
  const { runId } = request;
  let after: RowCursor | undefined;
  do {
    context.cancellationSignal.throwIfAborted();
    context.heartbeat(after);
    const page = await store.readRows(contract, {
      pipeline: contract.name,
      runId,
      limit: pageRows,
      ...(after && { after }),
    });
    for (const row of page.rows) counter.add(String(row[field] ?? ''));
    after = page.next;
  } while (after !== undefined);
  return counter.top(request.limit);
}

/** The field whose words to count. Throws a terminal `InvalidWords`. */
function checkRequest(dataset: AnyDatasetContract, request: CountWordsRequest): string {
  const { field, limit, language, minimumLength } = request;
  const { problems = [] } = validateInput(wordsRequest, { limit, language, minimumLength });
  const found = findTextField(dataset, field);
  if (problems.length === 0 && found.field !== undefined) return found.field;
  const messages = [found.problem, ...problems.map(({ message }) => message)];
  throw new InvalidWords(messages.filter((message) => message !== undefined).join('; '));
}

/** Counts the words of texts as they come; holds the distinct words, not the texts. */
export interface WordCounter {
  add(text: string): void;
  /** The most frequent words, ties by word. */
  top(limit: number): WordCount[];
}

/**
 * Counts words by Unicode's word boundaries (UAX 29), in lower case, without stop words, numbers, URLs and what is
 * longer than `limits.wordCharacters`. Contracted parts are no words of their own: `Google's` counts as `google`,
 * `l'homme` as `homme`; `don't`, `it's` and `let's` are stop words.
 */
export function createWordCounter({ language = 'en', minimumLength = 2 }: WordOptions = {}): WordCounter {
  const locale = language === 'none' ? 'en' : language;
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  const contracted = contractions[locale];
  const ignored = toStopWords(language);
  const counts = new Map<string, number>();
  return {
    add(text) {
      for (const { segment, isWordLike } of segmenter.segment(normalize(text, locale))) {
        if (!isWordLike) continue;
        const word = contracted === undefined ? segment : segment.replace(contracted, '');
        if (word.length < minimumLength || word.length > limits.wordCharacters) continue;
        if (ignored.has(word) || !letter.test(word)) continue;
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    },
    top: (limit) =>
      [...counts]
        .map(([word, count]) => ({ word, count }))
        .toSorted((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
        .slice(0, limit),
  };
}

const letter = /\p{L}/u;

/** The part of a contraction, possessive or elision that is no word of its own. */
const contractions: Readonly<Record<string, RegExp>> = {
  ca: /^[dlmnst]'/,
  en: /'(?:s|re|ve|ll|d|m)$/,
  fr: /^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'/,
  it: /^(?:[cdlmstv]|un|gl|(?:da|de|ne|su|que|a)ll)'/,
  // A proper noun's case ending follows an apostrophe.
  tr: /'\p{L}+$/u,
};

/** Segmented as a whole, a URL would count as words of its host and path. */
function normalize(text: string, locale: string): string {
  return text
    .replaceAll(/\b(?:https?:\/\/|www\.)\S+/gi, ' ')
    .normalize('NFC')
    .replaceAll('’', "'")
    .toLocaleLowerCase(locale);
}

/** A language's words that say nothing about a text, as the counter spells words. */
function toStopWords(language: WordLanguage): ReadonlySet<string> {
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
