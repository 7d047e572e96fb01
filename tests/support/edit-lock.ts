import { expect } from 'vitest';

import type { Break } from '../../scripts/contracts/change.ts';
import { compareLocks } from '../../scripts/contracts/compare-locks.ts';
import type { ContractLock } from '../../scripts/contracts/contract-lock.ts';
import { readLock } from '../../scripts/contracts/lock-file.ts';
import { merge, formatChange } from '../../scripts/contracts/show-changes.ts';

export const lock: ContractLock = readKept();

export const limit = 'pipelines/hacker-news/input/limit';
export const feed = 'pipelines/hacker-news/input/feed';
export const columns = 'datasets/hacker_news_stories';

/** Values by their place in the lock; `undefined` takes the place out. */
export type Edits = Readonly<Record<string, unknown>>;

export type BreakingChange = [
  name: string,
  edits: Edits,
  change: string,
  means: { readonly whom: RegExp; readonly instead: RegExp },
];

/** What a change of the edited lock breaks. Throws where the comparison does not find it in just those words. */
export function findBreak(edits: Edits, change: string): Break {
  const broken = merge(compareLocks(lock, edit(edits)).filter(({ breaks }) => breaks));
  const found = broken.find((one) => formatChange(one) === change);
  if (!found?.breaks) throw new Error(`${change}: not among\n${broken.map(formatChange).join('\n')}`);
  return found.breaks;
}

/** A copy of the lock with other values in some places. */
export function edit(edits: Edits): ContractLock {
  const after = structuredClone(lock);
  for (const [place, value] of Object.entries(edits)) {
    const path = place.split('/');
    const last = path.pop() ?? '';
    const owner = path.reduce<object>((inner, key) => Reflect.get(inner, key) as object, after);
    if (value === undefined) {
      expect(owner, `${place} is not there to be taken out`).toHaveProperty([last]);
      Reflect.deleteProperty(owner, last);
    } else Reflect.set(owner, last, structuredClone(value));
  }
  return after;
}

function readKept(): ContractLock {
  const kept = readLock();
  if (!kept) throw new Error('there is no contracts.lock.json; write it with: pnpm contracts:lock');
  return kept;
}
