import type { PruneFilter, PrunePreview } from '@headrace/contracts';
import { sql } from 'kysely';

import { isOld, isUnneeded, withNeeded, type PruneScope } from './prunable.ts';
import { bytesOf, findBefore } from './prune.ts';
import type { StoreContext } from './tables.ts';

/** See `Prunes.previewPrune`. */
export async function previewPrune(
  { db }: StoreContext,
  { olderThan, pipeline }: PruneFilter,
): Promise<PrunePreview> {
  const scope: PruneScope = { before: await findBefore(db, olderThan), pipeline: pipeline ?? null };
  const { rows } = await sql<PrunePreview>`
    with ${withNeeded(scope)},
    old as materialized (
      select id, pruned_at, ${isUnneeded()} as unneeded from headrace.run where ${isOld(scope)}
    )
    select
      (select count(*) from old where unneeded and pruned_at is null) as runs,
      (select count(*) from old where not unneeded) as kept,
      count(*) as batches,
      coalesce(sum(listed), 0)::bigint as keys,
      coalesce(sum(${bytesOf}), 0)::bigint as bytes
    from headrace.batch where run in (select id from old where unneeded)`.execute(db);
  return rows[0]!;
}
