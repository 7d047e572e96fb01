export interface RequestCounts {
  /** Counts one arrival; answers with its number among those of its key, from 1. */
  add(key: string): number;
  /** Arrivals of a key, or of all keys together. */
  get(key?: string): number;
  /** Arrivals by key: of the lists, and of the lowest ids, at most 100,000. */
  byKey(): Readonly<Record<string, number>>;
}

/** 40 MB of counts. */
const highestCounted = 10_000_000;
const mostListed = 100_000;

/** Counts arrivals by key in 4 bytes an id, and those of ids above `highestId` in all only. Other keys must be few. */
export function createRequestCounts(highestId: number): RequestCounts {
  const ofIds = new Uint32Array(Math.min(highestId, highestCounted) + 1);
  const ofOthers = new Map<string, number>();
  let overall = 0;

  function add(key: string): number {
    overall += 1;
    const id = Number(key);
    if (id < ofIds.length) return (ofIds[id] = (ofIds[id] ?? 0) + 1);
    if (id >= 0) return 1;
    const ofKey = (ofOthers.get(key) ?? 0) + 1;
    ofOthers.set(key, ofKey);
    return ofKey;
  }

  function* listed(): Iterable<[key: string, count: number]> {
    yield* ofOthers;
    let left = mostListed;
    for (const [id, count] of ofIds.entries()) {
      if (count === 0) continue;
      yield [String(id), count];
      if ((left -= 1) === 0) return;
    }
  }

  return {
    add,
    get: (key) => (key === undefined ? overall : (ofIds[Number(key)] ?? ofOthers.get(key) ?? 0)),
    byKey: () => Object.fromEntries(listed()),
  };
}
