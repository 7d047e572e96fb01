import type { Pruned } from '@headrace/contracts';

import { plural, showBytes } from './numbers.ts';

/** `12 runs pruned: 12 batches, 120,000 keys, about 1.2 MiB`. */
export function showPruned({ runs, batches, keys, bytes }: Pruned, what: string): string {
  const removed = `${plural(batches, 'batch', 'batches')}, ${plural(keys, 'key')}, about ${showBytes(bytes)}`;
  return `${plural(runs, 'run')} ${what}: ${removed}`;
}
