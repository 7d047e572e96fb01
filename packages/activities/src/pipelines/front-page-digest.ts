import {
  discourseTopics,
  hackerNews,
  formatStart,
  terminalErrors,
  type DatasetUse,
  type FrontPageDigestInput,
  type FrontPageWord,
} from '@headrace/contracts';

import { readUse, type RowStore } from '../rows/read-rows.ts';
import { createWordCounter } from '../rows/count-words.ts';
import { pageOf, type Source, type SourceContext } from '../source/source.ts';

export interface FrontPageDigestOptions {
  readonly store: RowStore;
}

/** A run that the words cannot be made of. */
class NoDay extends Error {
  override readonly name = 'NoDay';
  readonly type = terminalErrors.invalidInput;
}

/** Digests kept: those of the runs that a worker is likely to work on at once. */
const keptDigests = 4;

/** The words of the versions that a run uses; a key is the day and the word. */
export function createFrontPageDigestSource({
  store,
}: FrontPageDigestOptions): Source<FrontPageDigestInput, FrontPageWord> {
  const kept = new Map<string, Promise<Digest>>();

  function digest(context: SourceContext): Promise<Digest> {
    const uses = findUses(context);
    const name = JSON.stringify(uses.map(({ run, version }) => [run, version]));
    const known = kept.get(name) ?? countUses(store, uses);
    kept.delete(name);
    kept.set(name, known);
    known.catch(() => kept.delete(name));
    for (const oldest of [...kept.keys()].slice(0, -keptDigests)) kept.delete(oldest);
    return known;
  }

  return {
    distinct: true,

    async list({ words }, page, context) {
      const day = toDay(context);
      const ranked = rank(await digest(context)).slice(0, words);
      return pageOf(
        ranked.map((word) => `${day}/${word}`),
        page,
      );
    },

    async fetchItem(_input, key, context) {
      const day = toDay(context);
      const word = key.slice(day.length + 1);
      const counts = (await digest(context)).get(word);
      return counts && { day, word, ...counts };
    },
  };
}

type Counts = Pick<FrontPageWord, 'stories' | 'topics'>;
type Digest = ReadonlyMap<string, Counts>;

const none: Counts = { stories: 0, topics: 0 };

function findUses({ uses = [] }: SourceContext): readonly DatasetUse[] {
  const needed = [hackerNews, discourseTopics].map(({ dataset }) => dataset.name);
  const found = needed.map((name) => uses.find(({ dataset }) => dataset === name));
  if (found.every((use) => use !== undefined)) return found;
  throw new NoDay(
    `after: the run reads ${uses.map(formatUse).join(', ') || 'nothing'}; it needs ${needed.join(' and ')}`,
  );
}

function formatUse({ dataset, version }: DatasetUse): string {
  return `${dataset} version ${version}`;
}

/** The run's own interval, else that of the first version that has one. */
function toDay({ interval, uses = [] }: SourceContext): string {
  const start = interval?.start ?? uses.find((use) => use.interval)?.interval?.start;
  if (start !== undefined) return formatStart(start);
  throw new NoDay('interval: missing; neither the run nor what it reads is of a day');
}

async function countUses(store: RowStore, [stories, topics]: readonly DatasetUse[]): Promise<Digest> {
  const digest = new Map<string, Counts>();
  for (const [field, use] of [
    ['stories', stories],
    ['topics', topics],
  ] as const) {
    const counter = createWordCounter();
    if (use) for await (const { title } of readUse(store, use)) counter.add(String(title ?? ''));
    for (const { word, count } of counter.top(Infinity)) {
      digest.set(word, { ...(digest.get(word) ?? none), [field]: count });
    }
  }
  return digest;
}

/** Words that both have first, then the most frequent, ties by word. */
function rank(digest: Digest): string[] {
  return [...digest]
    .toSorted(([word, counts], [otherWord, other]) => {
      const shared = Math.min(other.stories, other.topics) - Math.min(counts.stories, counts.topics);
      const total = other.stories + other.topics - counts.stories - counts.topics;
      return shared || total || (word < otherWord ? -1 : 1);
    })
    .map(([word]) => word);
}
