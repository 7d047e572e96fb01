import type { BatchRecord, RunRecord } from './tables.ts';

export type ItemPlace = 'landed' | 'absent' | 'quarantined' | 'pending' | 'untried';

/** Where the tables have a batch's items. */
export interface BatchPlaces {
  /** Every place that claims a key: one, where all is well. */
  readonly claims: ReadonlyMap<string, readonly ItemPlace[]>;
  count(place: ItemPlace): number;
}

/** What nothing else claims of the keys worked through is landed. */
export function toPlaces(batch: BatchRecord, isQuarantined: IsQuarantined): BatchPlaces {
  const absent = new Set(batch.absentKeys);
  const pending = new Set(batch.pending);
  const claims = new Map<string, readonly ItemPlace[]>();
  for (const [position, key] of batch.keys.entries()) {
    const open: ItemPlace[] = [];
    if (position >= batch.cursor) open.push('untried');
    if (pending.has(key)) open.push('pending');
    const places = absent.has(key) ? [...open, 'absent' as const] : open;
    const claimed = isQuarantined(key, { isOpen: open.length > 0 })
      ? [...places, 'quarantined' as const]
      : places;
    claims.set(key, claimed.length === 0 ? ['landed'] : claimed);
  }
  return {
    claims,
    count: (place) => [...claims.values()].filter((places) => places.includes(place)).length,
  };
}

type IsQuarantined = (key: string, item: { readonly isOpen: boolean }) => boolean;

/** Looks a run's items up in the quarantine they go to; those that a replay has taken out of there were in it. */
export function createQuarantineLookup(run: RunRecord, runs: readonly RunRecord[]): IsQuarantined {
  const kept = runs.find(({ id }) => id === (run.replayOf ?? run.id))?.quarantine;
  const replays = runs.filter(({ replayOf }) => replayOf === run.id);
  const taken = replays.flatMap(({ batches }) =>
    batches.flatMap(({ keys, cursor }) => keys.slice(0, cursor)),
  );
  const cleared = new Set(taken);
  return (key, { isOpen }) => {
    // A replay's items stay in quarantine until it has landed them.
    if (isOpen && run.replayOf !== null) return false;
    return kept?.has(key) === true || cleared.has(key);
  };
}
