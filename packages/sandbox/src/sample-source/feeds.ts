import { scoreOf, sectionOf } from './stories.ts';

export const feeds = ['top', 'new', 'best', 'ask', 'show', 'job'] as const;
export type Feed = (typeof feeds)[number];

export interface FeedOptions {
  /** Highest story id. */
  readonly stories: number;
  readonly keyOf: (id: number) => number;
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

/** Newest stories that a feed chooses from; a list costs this many to make. */
const considered: Readonly<Record<Feed, number>> = {
  top: 1_000,
  new: 500,
  best: 3_000,
  ask: 5_000,
  show: 5_000,
  job: 20_000,
};

/** The ids a feed lists, at most 500; some of them deleted, dead or without an item, as on the site. */
export function listFeed(feed: Feed, { stories, keyOf }: FeedOptions): number[] {
  const ids = Array.from({ length: Math.min(stories, considered[feed]) }, (_, back) => stories - back);
  if (feed === 'top' || feed === 'best') {
    const scores = new Map(ids.map((id) => [id, scoreOf(keyOf(id))]));
    ids.sort((left, right) => (scores.get(right) ?? 0) - (scores.get(left) ?? 0) || right - left);
    return ids.slice(0, listed[feed]);
  }
  return ids.filter((id) => feed === 'new' || sectionOf(keyOf(id)) === feed).slice(0, listed[feed]);
}
