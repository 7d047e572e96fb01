import { closest, distance } from 'fastest-levenshtein';

/** The name that was probably meant, or `undefined` when none is near. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const name = closest(given, [...names]);
  // Farther than that is not a slip of the fingers.
  return distance(given, name) <= Math.max(2, given.length / 3) ? name : undefined;
}
