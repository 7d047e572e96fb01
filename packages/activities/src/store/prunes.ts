import type { PruneFilter, PrunePreview, PruneProgress, PruneRequest } from '@headrace/contracts';

/** Removing the keys of runs that ended long ago. */
export interface Prunes {
  /** One bounded step of a prune. Resolves to what the whole prune has removed so far. */
  prune(request: PruneRequest): Promise<PruneProgress>;
  /** What a prune would remove. */
  previewPrune(filter: PruneFilter): Promise<PrunePreview>;
}
