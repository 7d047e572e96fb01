import type { Discarded } from '@headrace/contracts';
import { sql } from 'kysely';

import { EmptyFilter } from './errors.ts';
import { matching } from './quarantine-filter.ts';
import { readQuarantineRun } from './quarantine-run.ts';
import type { DiscardRequest } from './store.ts';
import type { StoreContext } from './tables.ts';

/**
 * See `Store.discardQuarantine`. The entry stays, without its record: it keeps an older row of that key from passing for
 * one of the run's.
 */
export async function discardQuarantine(
  context: StoreContext,
  { filter, by }: DiscardRequest,
): Promise<Discarded> {
  if (Object.values(filter).every((value) => value === undefined)) {
    throw new EmptyFilter('a discard needs a run, a pipeline, a reason or a key');
  }
  if (filter.run !== undefined) await readQuarantineRun(context, filter.run);
  return context.db.transaction().execute(async (transaction) => {
    await sql`
      update headrace.quarantine set discarded_by = ${by}, record = null where ${matching(filter)}`.execute(
      transaction,
    );
    const { rows } = await sql<Discarded>`
      select count(*) as discarded from headrace.quarantine where discarded_by = ${by}`.execute(transaction);
    return rows[0]!;
  });
}
