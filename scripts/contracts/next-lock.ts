import { compareLocks } from './compare-locks.ts';
import type { ContractLock } from './contract-lock.ts';
import { merge, formatAdditions, formatBreaks, formatChange } from './show-changes.ts';

export interface LockRequest {
  /** The lock as it is kept; none before the first. */
  readonly kept: ContractLock | undefined;
  readonly today: ContractLock;
  /** Why breaking changes may be written. */
  readonly reason?: string | undefined;
}

export type NextLock =
  | { readonly lock: ContractLock; readonly additions: readonly string[]; readonly refusal?: undefined }
  | { readonly refusal: string };

/** Today's lock to be kept, or why not. Accepted breaks stay in it, with their reasons. */
export function nextLock({ kept, today, reason }: LockRequest): NextLock {
  if (reason?.trim() === '')
    return { refusal: '--accept-breaking: give a reason; it is kept in contracts.lock.json' };
  const changes = kept ? compareLocks(kept, today) : [];
  const breaks = merge(changes.filter((change) => change.breaks));
  if (breaks.length > 0 && reason === undefined)
    return { refusal: `${formatBreaks(changes)}\nNothing was written.` };
  const accepting =
    reason !== undefined && breaks.length > 0 ? [{ reason, changes: breaks.map(formatChange) }] : [];
  const accepted = [...(kept?.accepted ?? []), ...accepting];
  return {
    lock: accepted.length > 0 ? { accepted, ...today } : today,
    additions: formatAdditions(changes),
  };
}
