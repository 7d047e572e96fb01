import type { AnyRow } from '@headrace/contracts';

import type { ItemFailure } from '../item-failure.ts';

/** A key to work on, with the passes over it that failed so far. */
export interface WorkItem {
  readonly key: string;
  readonly attempts: number;
  /** When it first failed, ms since 1970. */
  readonly since?: number;
}

/** What a request for one item came to. */
export type Outcome =
  | { readonly item: WorkItem; readonly is: 'landed'; readonly row: AnyRow }
  | { readonly item: WorkItem; readonly is: 'absent' }
  | { readonly item: WorkItem; readonly is: 'failed'; readonly failure: ItemFailure };

/** The source had its say about the item, whatever it was. */
export function isAnswer(outcome: Outcome): boolean {
  return outcome.is !== 'failed' || !outcome.failure.transient;
}
