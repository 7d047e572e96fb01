import { chance, startHash } from './hash.ts';
import { makeStory, sectionOf, authorOf, scoreOf, timeOf, type SampleItem } from './sample-item.ts';
import { writeComment, writeOption, type Section } from './texts.ts';

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

/** A deleted item as the API keeps it. */
function toDeleted({ id, type, time, parent, poll, kids }: SampleItem): SampleItem {
  return { id, type, time, deleted: true, parent, poll, kids };
}

interface ThreadsOptions {
  /** The first id of the first thread. */
  readonly firstId: number;
  /** The highest id of a story; comments have higher ids. */
  readonly highestId: number;
  readonly keyOf: (id: number) => number;
}

/** Ids of one thread: a story or a poll, its options, and its comments. */
interface Thread {
  readonly rootId: number;
  readonly section: Section;
  readonly firstComment: number;
  /** The first id beyond it. */
  readonly end: number;
}

const threadLength = 16;
const pollOptions = 4;

/** Makes the item of an id from `firstId` on; who answers to whom follows from the ids alone. */
function createThreads(options: ThreadsOptions): (id: number) => SampleItem {
  const { firstId, keyOf } = options;
  return (id) => {
    const start = id - ((id - firstId) % threadLength);
    const thread = findThread(start, options);
    const key = keyOf(id);
    if (id < thread.rootId) return makeStory({ id, key, section: 'job' });
    if (id === thread.rootId) return makeRoot(thread, key);
    return id < thread.firstComment ? makeOption(id, key, thread) : makeComment(id, key, thread);
  };
}

/** Nobody can answer to a job: a thread that begins with one goes on with a story. */
function findThread(start: number, { highestId, keyOf }: ThreadsOptions): Thread {
  const first = sectionOf(keyOf(start));
  const isJob = first === 'job';
  const rootId = isJob ? start + 1 : start;
  return {
    rootId,
    section: isJob ? 'story' : first,
    firstComment: rootId + 1 + (first === 'poll' ? pollOptions : 0),
    end: Math.min(start + threadLength, highestId + 1),
  };
}

function makeRoot(thread: Thread, key: number): SampleItem {
  const { rootId, section, firstComment, end } = thread;
  return {
    ...makeStory({ id: rootId, key, section }),
    descendants: Math.max(0, end - firstComment),
    parts: section === 'poll' ? idsFrom(rootId + 1, Math.min(firstComment, end)) : undefined,
    kids: idsFrom(firstComment, Math.min(firstComment + 2, end)),
  };
}

function makeOption(id: number, key: number, { rootId }: Thread): SampleItem {
  return {
    id,
    type: 'pollopt',
    time: timeOf(id),
    by: authorOf(key),
    text: writeOption(key),
    score: scoreOf(key),
    poll: rootId,
  };
}

/** Two comments answer to the root, and two to each comment, as far as the thread goes. */
function makeComment(id: number, key: number, { rootId, firstComment, end }: Thread): SampleItem {
  const number = id - firstComment;
  const firstKid = firstComment + 2 * number + 2;
  return {
    id,
    type: 'comment',
    time: timeOf(id),
    by: authorOf(key),
    text: writeComment(key),
    parent: number < 2 ? rootId : firstComment + ((number - 2) >> 1),
    kids: idsFrom(firstKid, Math.min(firstKid + 2, end)),
  };
}

/** As the API, it leaves an empty list out. */
function idsFrom(first: number, end: number): number[] | undefined {
  if (first >= end) return undefined;
  const ids = [first];
  for (let id = first + 1; id < end; id += 1) ids.push(id);
  return ids;
}

export const feeds = ['top', 'new', 'best', 'ask', 'show', 'job'] as const;
export type Feed = (typeof feeds)[number];

interface FeedOptions {
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
function listFeed(feed: Feed, { stories, keyOf }: FeedOptions): number[] {
  const ids = Array.from({ length: Math.min(stories, considered[feed]) }, (_, back) => stories - back);
  if (feed === 'top' || feed === 'best') {
    const scores = new Map(ids.map((id) => [id, scoreOf(keyOf(id))]));
    ids.sort((left, right) => (scores.get(right) ?? 0) - (scores.get(left) ?? 0) || right - left);
    return ids.slice(0, listed[feed]);
  }
  return ids.filter((id) => feed === 'new' || sectionOf(keyOf(id)) === feed).slice(0, listed[feed]);
}
