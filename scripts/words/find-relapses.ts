import { parseSync, Visitor, type Comment } from 'oxc-parser';

import type { Source } from '../house/sources.ts';

export interface Relapse {
  /** From the repository's root. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The problem, in words. */
  readonly problem: string;
}

/** Words that only this project has used, each with the glossary's word for it. */
const privateWords: Readonly<Record<string, string>> = {
  Allowance: 'LeaseState',
  barren: 'idleAttempts',
  beats: 'heartbeat',
  Demand: 'Load',
  Flight: 'ChunkBuffer',
  HostGate: 'HostLimiter',
  keeper: 'state, as in DatasetState',
  Ledger: 'BatchState',
  Movement: 'progress since attempt',
  Permits: 'Reservations',
  Wish: 'LeaseRequest',
};

const pronouns = new Set(
  'it its they them their this that these those one ones what which who whose'.split(' '),
);
const maximumWords = 25;
/** Of a comment's words; shorter comments than `fewWords` are not counted. */
const maximumPronouns = 0.25;
const fewWords = 6;

/** The places where a file's comments and names relapse into what CONTRIBUTING and the glossary ask to avoid. */
export function findRelapses({ path, text }: Source): Relapse[] {
  const { program, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new SyntaxError(`${path}: ${error.message}`);
  const at = (offset: number): number => text.slice(0, offset).split('\n').length;
  const found: Relapse[] = joinLines(comments, text).flatMap(({ start, value }) =>
    findCommentProblems(value).map((problem) => ({ path, line: at(start), problem })),
  );
  const seen = new Set<string>();
  const visit = ({ name, start }: { name: string; start: number }): void => {
    const problem = findNameProblem(name);
    if (problem === undefined || seen.has(name)) return;
    seen.add(name);
    found.push({ path, line: at(start), problem });
  };
  const visitText = ({ value, start }: { value: unknown; start: number }): void => {
    const [opening] = /^(?:Says what|Lets a|Has a)\b/.exec(typeof value === 'string' ? value : '') ?? [];
    if (opening === undefined) return;
    const problem = `a sentence begins with "${opening}": name the action, such as "Shows" or "Pauses"`;
    found.push({ path, line: at(start), problem });
  };
  new Visitor({ Identifier: visit, PrivateIdentifier: visit, Literal: visitText }).visit(program);
  return found.toSorted((a, b) => a.line - b.line);
}

type Text = Pick<Comment, 'start' | 'value'>;

/** Line comments that follow each other are one comment. */
function joinLines(comments: readonly Comment[], text: string): Text[] {
  const joined: (Text & { end: number; type: Comment['type'] })[] = [];
  for (const { type, value, start, end } of comments) {
    const above = joined.at(-1);
    const follows =
      above && type === 'Line' && above.type === 'Line' && !/\n\s*\n|\S/.test(text.slice(above.end, start));
    if (follows) joined.splice(-1, 1, { ...above, end, value: `${above.value}\n${value}` });
    else joined.push({ type, start, end, value });
  }
  return joined;
}

function findCommentProblems(comment: string): string[] {
  const prose = comment
    .replaceAll(/^\s*\*+ ?/gm, '')
    .replaceAll(/`[^`]*`|https?:\S+/g, 'X')
    .trim();
  // A directive, such as `@ts-expect-error` or `oxlint-disable`, is not prose.
  if (/^(?:@|oxlint|v8|eslint|\/ ?<)/.test(prose)) return [];
  return [findOpening(prose), findPronouns(prose), findLongSentence(prose)].filter(
    (problem) => problem !== undefined,
  );
}

function findOpening(prose: string): string | undefined {
  const [opening] = /^(?:What|The same|As above|See)\b(?! if\b)/.exec(prose) ?? [];
  return opening && `the comment begins with "${opening}": say it as a sentence with a subject and a verb`;
}

function findPronouns(prose: string): string | undefined {
  const words = toWords(prose);
  const pointing = words.filter((word) => pronouns.has(word.toLowerCase()));
  if (words.length < fewWords || pointing.length <= words.length * maximumPronouns) return undefined;
  return `${pointing.length} of ${words.length} words are pronouns: name the things ("${preview(prose)}")`;
}

function findLongSentence(prose: string): string | undefined {
  const sentences = prose.split(/(?<=[.;:?!])\s+|\n\s*\n|\n\s*- /);
  const long = sentences.find((sentence) => toWords(sentence).length > maximumWords);
  if (long === undefined) return undefined;
  return `a sentence has ${toWords(long).length} words, ${maximumWords} are the most: make two of it ("${preview(long)}")`;
}

function preview(prose: string): string {
  return prose.slice(0, 60).replaceAll(/\s+/g, ' ');
}

function toWords(prose: string): string[] {
  return prose.match(/[\p{L}\d]+(?:['’./-][\p{L}\d]+)*/gu) ?? [];
}

function findNameProblem(name: string): string | undefined {
  const plain = name.replace('#', '');
  const used = Object.keys(privateWords).find(
    (word) => plain.toLowerCase() === word.toLowerCase() || hasWord(plain, word),
  );
  return used && `${name}: the glossary has another word for ${used}: ${privateWords[used]}`;
}

/** Whether a name in camelCase has the word as a part, such as `createPermits`; `inFlight` is a term of the field. */
function hasWord(name: string, word: string): boolean {
  if (word === 'Flight' || word === 'Demand') return false;
  const capital = `${word[0]?.toUpperCase()}${word.slice(1)}`;
  return new RegExp(`(?<=[a-z])${capital}(?![a-z])|^${word}(?=[A-Z])`).test(name);
}
