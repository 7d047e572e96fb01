import { feeds, type Feed } from './feeds.ts';

/** What a path of the API asks for. */
export interface Target {
  /** An item's id, `t/` and a topic's, or `topstories`, `maxitem`, `latest` and so on. */
  readonly key: string;
  readonly isItem: boolean;
  readonly feed?: Feed;
  /** Of a forum's list, from 0. */
  readonly page?: number;
  /** A topic's id. */
  readonly topic?: number;
}

/** `undefined` for a path that neither API has. */
export function readTarget(url: string): Target | undefined {
  return readItems(url) ?? readForum(url);
}

function readForum(url: string): Target | undefined {
  const topic = /^\/t\/(\d+)\.json(?:\?|$)/.exec(url)?.[1];
  if (topic) return { key: `t/${topic}`, isItem: true, topic: Number(topic) };
  const page = /^\/latest\.json(?:\?(?:.*&)?page=(\d+)|\?|$)/.exec(url);
  return page ? { key: 'latest', isItem: false, page: Number(page[1] ?? 0) } : undefined;
}

function readItems(url: string): Target | undefined {
  const item = /^\/v0\/item\/(\d+)\.json(?:\?|$)/.exec(url)?.[1];
  if (item) return { key: item, isItem: true };
  const list = /^\/v0\/(\w+)\.json(?:\?|$)/.exec(url)?.[1];
  const feed = feeds.find((name) => `${name}stories` === list);
  if (feed) return { key: `${feed}stories`, isItem: false, feed };
  return list === 'maxitem' ? { key: list, isItem: false } : undefined;
}
