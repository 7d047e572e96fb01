import { feeds, type Feed } from './feeds.ts';

/** What a path of the API asks for. */
export interface Target {
  /** An item's id, or `topstories`, `maxitem` and so on. */
  readonly key: string;
  readonly isItem: boolean;
  readonly feed?: Feed;
}

/** `undefined` for a path that the API has not. */
export function readTarget(url: string): Target | undefined {
  const item = /^\/v0\/item\/(\d+)\.json(?:\?|$)/.exec(url)?.[1];
  if (item) return { key: item, isItem: true };
  const list = /^\/v0\/(\w+)\.json(?:\?|$)/.exec(url)?.[1];
  const feed = feeds.find((name) => `${name}stories` === list);
  if (feed) return { key: `${feed}stories`, isItem: false, feed };
  return list === 'maxitem' ? { key: list, isItem: false } : undefined;
}
