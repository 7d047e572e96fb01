import type { AnyRow } from '@headrace/contracts';

/** What a pipeline's source tells when nothing goes wrong. */
export interface Truth {
  /** The keys that a run with this input lists, in list order, each once. */
  keys(input: Readonly<Record<string, unknown>>): readonly string[];
  /** The row that an item becomes; `undefined` where the source has none by that key. */
  row(key: string): AnyRow | undefined;
  /** Whether the source was made to spoil the item's answers, so that it may be absent or quarantined for any reason. */
  isSpoilt?(key: string): boolean;
}

/** By pipeline name. */
export type Truths = ReadonlyMap<string, Truth>;
