import { chance, hash } from './hash.ts';
import { pick, writeTitle, type Section } from './titles.ts';

/** One item as the public API answers it, without `kids` and `parts`: https://github.com/HackerNews/API#items */
export interface SampleItem {
  readonly id: number;
  readonly type: 'story' | 'job' | 'poll';
  /** Unix time in seconds. */
  readonly time: number;
  readonly deleted?: true;
  readonly dead?: true;
  readonly by?: string;
  readonly title?: string;
  /** Absent on text posts. */
  readonly url?: string;
  readonly text?: string;
  readonly score?: number;
  /** Comments in the whole thread; absent on jobs. */
  readonly descendants?: number;
}

export const feeds = ['top', 'new', 'best', 'ask', 'show', 'job'] as const;
export type Feed = (typeof feeds)[number];

export interface Stories {
  /** The item of that id; `null` where there is none, and for about one id in a hundred that should have one. */
  item(id: number): SampleItem | null;
  /** The ids a feed lists, at most 500; some of them deleted, dead or without an item, as on the site. */
  list(feed: Feed): number[];
  /** The highest id. */
  readonly count: number;
}

/** https://github.com/HackerNews/API: up to 500 top, new and best stories, up to 200 of the other feeds. */
const listed: Readonly<Record<Feed, number>> = {
  top: 500,
  new: 500,
  best: 500,
  ask: 200,
  show: 200,
  job: 200,
};

/** Newest items that a feed chooses from; a list costs this many items to make. */
const considered: Readonly<Record<Feed, number>> = {
  top: 1_000,
  new: 500,
  best: 3_000,
  ask: 5_000,
  show: 5_000,
  job: 20_000,
};

/** Stories with the ids 1 to `count`, each made from its id and the seed when it is asked for. */
export function createStories(count: number, seed: number): Stories {
  const recent = (feed: Feed): number[] =>
    Array.from({ length: Math.min(count, considered[feed]) }, (_, back) => count - back);
  const keyOf = (id: number): string => `${seed}:${id}`;

  return {
    count,
    item: (id) => (Number.isInteger(id) && id >= 1 && id <= count ? makeItem(id, keyOf(id)) : null),
    list: (feed) => {
      const ids = recent(feed);
      if (feed === 'top' || feed === 'best') {
        const scores = new Map(ids.map((id) => [id, scoreOf(keyOf(id))]));
        ids.sort((left, right) => (scores.get(right) ?? 0) - (scores.get(left) ?? 0) || right - left);
        return ids.slice(0, listed[feed]);
      }
      return ids.filter((id) => feed === 'new' || sectionOf(keyOf(id)) === feed).slice(0, listed[feed]);
    },
  };
}

const firstTime = 1_700_000_000;
const secondsApart = 31;

function makeItem(id: number, key: string): SampleItem | null {
  const fate = chance(`${key}:fate`);
  const section = sectionOf(key);
  const type = section === 'job' || section === 'poll' ? section : 'story';
  const time = firstTime + id * secondsApart;
  if (fate < 0.01) return null;
  if (fate < 0.02) return { id, type, time, deleted: true };
  return {
    id,
    type,
    time,
    ...(fate < 0.03 && { dead: true as const }),
    by: authorOf(key),
    title: writeTitle(section, key),
    ...contentOf(id, key),
    score: section === 'job' ? 1 : scoreOf(key),
    ...(section !== 'job' && { descendants: hash(`${key}:comments`) % 400 }),
  };
}

function sectionOf(key: string): Section {
  const share = chance(`${key}:section`);
  if (share < 0.1) return 'show';
  if (share < 0.2) return 'ask';
  if (share < 0.22) return 'job';
  return share < 0.225 ? 'poll' : 'story';
}

/** Most stories score little, a few very much. */
function scoreOf(key: string): number {
  return Math.ceil(3 / (1.001 - chance(`${key}:score`)));
}

function authorOf(key: string): string {
  return `${pick(['ada', 'brian', 'grace', 'ken', 'linus', 'margaret', 'niklaus', 'radia'], `${key}:by`)}_${hash(key) % 1_000}`;
}

/** A link, a text post, or (polls and questions) always text. */
function contentOf(id: number, key: string): Pick<SampleItem, 'url' | 'text'> {
  const section = sectionOf(key);
  const isText = section === 'ask' || section === 'poll' || chance(`${key}:text`) < 0.05;
  if (isText) return { text: `I keep coming back to this.<p>What is your experience? (${id})` };
  return {
    url: `https://${pick(['example.com', 'example.org', 'blog.example.net'], `${key}:host`)}/posts/${id}`,
  };
}
