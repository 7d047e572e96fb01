export interface RequestCounts {
  /** Counts one arrival; answers with its number among those of its key, and among all, each from 1. */
  add(key: string): { readonly ofKey: number; readonly overall: number };
  /** Arrivals of a key, or of all keys together. */
  get(key?: string): number;
  /** Arrivals by key. */
  byKey(): Readonly<Record<string, number>>;
}

/** Counts arrivals by key in bounded memory: past `keys` keys the ones that came first are forgotten. */
export function createRequestCounts(keys = 100_000): RequestCounts {
  const counts = new Map<string, number>();
  let overall = 0;

  return {
    add: (key) => {
      const ofKey = (counts.get(key) ?? 0) + 1;
      counts.set(key, ofKey);
      overall += 1;
      if (counts.size > keys) counts.delete(counts.keys().next().value ?? key);
      return { ofKey, overall };
    },
    get: (key) => (key === undefined ? overall : (counts.get(key) ?? 0)),
    byKey: () => Object.fromEntries(counts),
  };
}
