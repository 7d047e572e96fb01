/** 40 MB of counts. */
const highestCounted = 10_000_000;
const mostListed = 100_000;

/** Counts arrivals by key in 4 bytes an id; ids above `highestId` count in the sum only. Other keys must be few. */
export class RequestCounts {
  readonly #ofIds: Uint32Array;
  readonly #ofOthers = new Map<string, number>();
  #overall = 0;

  constructor(highestId: number) {
    this.#ofIds = new Uint32Array(Math.min(highestId, highestCounted) + 1);
  }

  /** Counts one arrival; returns its number among the key's arrivals, from 1. */
  add(key: string): number {
    this.#overall += 1;
    const ids = this.#ofIds;
    const id = Number(key);
    if (id < ids.length) return (ids[id] = (ids[id] ?? 0) + 1);
    if (id >= 0) return 1;
    const count = (this.#ofOthers.get(key) ?? 0) + 1;
    this.#ofOthers.set(key, count);
    return count;
  }

  /** Arrivals of a key, or of all keys together. */
  get(key?: string): number {
    if (key === undefined) return this.#overall;
    return this.#ofIds[Number(key)] ?? this.#ofOthers.get(key) ?? 0;
  }

  /** Arrivals by key: of the lists, and of the lowest ids, at most 100,000. */
  byKey(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#listed());
  }

  *#listed(): Iterable<[key: string, count: number]> {
    yield* this.#ofOthers;
    let left = mostListed;
    for (const [id, count] of this.#ofIds.entries()) {
      if (count === 0) continue;
      yield [String(id), count];
      if ((left -= 1) === 0) return;
    }
  }
}
