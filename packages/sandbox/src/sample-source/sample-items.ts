import { listFeed, type Feed } from './feeds.ts';
import { chance, startHash } from './hash.ts';
import type { SampleItem } from './sample-item.ts';
import { makeStory, sectionOf } from './stories.ts';
import { createThreads } from './threads.ts';

export interface SampleItemsOptions {
  /** Ids 1 to this are stories, jobs and polls; those above are threads with their comments. */
  readonly stories: number;
  /** Highest id, at least `stories`. */
  readonly items: number;
  readonly seed: number;
}

export interface SampleItems {
  /** The item of that id; `null` where there is none, and for about one id in a hundred that should have one. */
  item(id: number): SampleItem | null;
  /** The stories a feed lists, at most 500; some of them deleted, dead or without an item, as on the site. */
  list(feed: Feed): number[];
  readonly highestId: number;
}

/** Items made from their ids and the seed when they are asked for; nothing is kept. */
export function createSampleItems({ stories, items, seed }: SampleItemsOptions): SampleItems {
  const ofSeed = startHash(`${seed}:`);
  const keyOf = (id: number): number => startHash(String(id), ofSeed);
  const makeOfThread = createThreads({ firstId: stories + 1, highestId: items, keyOf });

  function make(id: number, key: number): SampleItem {
    return id <= stories ? makeStory({ id, key, section: sectionOf(key) }) : makeOfThread(id);
  }

  return {
    highestId: items,
    list: (feed) => listFeed(feed, { stories, keyOf }),
    item: (id) => {
      if (!Number.isInteger(id) || id < 1 || id > items) return null;
      const key = keyOf(id);
      const fate = chance(':fate', key);
      if (fate < 0.01) return null;
      const item = make(id, key);
      if (fate < 0.02) return toDeleted(item);
      return fate < 0.03 ? { ...item, dead: true } : item;
    },
  };
}

/** What the API keeps of a deleted item. */
function toDeleted({ id, type, time, parent, poll, kids }: SampleItem): SampleItem {
  return { id, type, time, deleted: true, parent, poll, kids };
}
