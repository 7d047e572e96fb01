import {
  hackerNews,
  hackerNewsArchive,
  type AnyRow,
  type HackerNewsItem,
  type Story,
} from '@headrace/contracts';
import type { Feed, SampleItem, SampleSource } from '@headrace/sandbox';

import type { Truth, Truths } from './truth.ts';

/** What the sample source tells of each pipeline; `isSpoilt` says whose answers its faults spoil for good. */
export function createSampleTruths(
  source: SampleSource,
  isSpoilt: (key: string) => boolean = () => false,
): Truths {
  const stories: Truth = {
    keys: ({ feed, limit }) =>
      source
        .list(feed as Feed)
        .slice(0, Number(limit))
        .map(String),
    row: (key) => toStory(source.truth(key)),
    isSpoilt,
  };
  const items: Truth = {
    keys: ({ from, to }) => toRange(Number(from), Number(to)),
    row: (key) => toItem(source.truth(key)),
    isSpoilt,
  };
  return new Map([
    [hackerNews.name, stories],
    [hackerNewsArchive.name, items],
  ]);
}

/** A record without the index signature that `AnyRow` has. */
function toRow(record: Story | HackerNewsItem): AnyRow {
  return { ...record };
}

function toStory(item: SampleItem | null): AnyRow | undefined {
  if (item === null || item.deleted || item.dead) return undefined;
  const { id, type, title = '', by = '', url, score = 0, descendants = 0, time } = item;
  return toRow({
    id,
    type,
    title,
    by,
    url: url || null,
    score,
    comments: descendants,
    postedAt: toIso(time),
  });
}

function toItem(item: SampleItem | null): AnyRow | undefined {
  if (item === null) return undefined;
  return toRow({
    id: item.id,
    type: item.type,
    by: item.by ?? null,
    postedAt: toIso(item.time),
    title: item.title || null,
    text: item.text || null,
    url: item.url || null,
    score: item.score ?? null,
    parent: item.parent ?? item.poll ?? null,
    descendants: item.descendants ?? null,
    dead: item.dead ?? false,
    deleted: item.deleted ?? false,
  });
}

function toIso(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

/** With both of its ends. */
function toRange(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}
