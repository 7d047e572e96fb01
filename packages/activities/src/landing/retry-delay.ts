import type { PendingItem } from '../store/store.ts';

const first = 1_000;
const most = 5 * 60_000;

/** Wait before a batch's next pass over its pending items, ms: doubling with their passes, or as the source asked. */
export function retryDelay(pending: readonly PendingItem[], retryAfter: number): number {
  const passes = Math.min(...pending.map((item) => item.attempts));
  return Math.max(retryAfter, Math.min(most, first * 2 ** (passes - 1)));
}
