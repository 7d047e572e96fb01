import type { KeyPage, PageRequest } from './source.ts';

/** One page of a list that the source gives as a whole; the cursor is the place in it. */
export function pageOf(keys: readonly string[], { cursor = '0', limit }: PageRequest): KeyPage {
  const from = Number(cursor);
  const to = from + limit;
  return { keys: keys.slice(from, to), ...(to < keys.length && { next: String(to) }) };
}
