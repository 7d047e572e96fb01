import { chance, hash } from './hash.ts';
import { pick } from './phrases.ts';
import { writeTitle, type Section } from './texts.ts';

/** One item as the public API answers it: https://github.com/HackerNews/API#items */
export interface SampleItem {
  readonly id: number;
  readonly type: 'story' | 'comment' | 'job' | 'poll' | 'pollopt';
  /** Unix time in seconds. */
  readonly time: number;
  readonly deleted?: true | undefined;
  readonly dead?: true | undefined;
  readonly by?: string | undefined;
  readonly title?: string | undefined;
  /** Absent on text posts. */
  readonly url?: string | undefined;
  /** HTML. */
  readonly text?: string | undefined;
  readonly score?: number | undefined;
  /** Comments in the whole thread; absent on jobs. */
  readonly descendants?: number | undefined;
  /** The id of the item that a comment answers. */
  readonly parent?: number | undefined;
  /** The poll of an option. */
  readonly poll?: number | undefined;
  /** A poll's options. */
  readonly parts?: readonly number[] | undefined;
  /** Comments on it. */
  readonly kids?: readonly number[] | undefined;
}

export interface StorySeed {
  readonly id: number;
  /** A started hash that decides everything. */
  readonly key: number;
  readonly section: Section;
}

/** A story, a job or a poll, without what answers to it. */
export function makeStory({ id, key, section }: StorySeed): SampleItem {
  const isText = section === 'ask' || section === 'poll' || chance(':text', key) < 0.05;
  const isJob = section === 'job';
  return {
    id,
    type: isJob || section === 'poll' ? section : 'story',
    time: timeOf(id),
    by: authorOf(key),
    title: writeTitle(section, key),
    url: isText ? undefined : `https://${pick(hosts, hash(':host', key))}/posts/${id}`,
    text: isText ? `I keep coming back to this.<p>What is your experience? (${id})` : undefined,
    score: isJob ? 1 : scoreOf(key),
    descendants: isJob ? undefined : hash(':comments', key) % 400,
  };
}

const hosts = ['example.com', 'example.org', 'blog.example.net'];
const authors = ['ada', 'brian', 'grace', 'ken', 'linus', 'margaret', 'niklaus', 'radia'];
const firstTime = 1_700_000_000;
const secondsApart = 31;

export function timeOf(id: number): number {
  return firstTime + id * secondsApart;
}

export function authorOf(key: number): string {
  return `${pick(authors, hash(':by', key))}_${hash('', key) % 1_000}`;
}

export function sectionOf(key: number): Section {
  const share = chance(':section', key);
  if (share < 0.1) return 'show';
  if (share < 0.2) return 'ask';
  if (share < 0.22) return 'job';
  return share < 0.225 ? 'poll' : 'story';
}

/** Most stories score little, a few very much. */
export function scoreOf(key: number): number {
  return Math.ceil(3 / (1.001 - chance(':score', key)));
}
