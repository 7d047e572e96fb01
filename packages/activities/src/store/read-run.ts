import type { RunRef } from '@headrace/contracts';

import { RunNotFound } from './errors.ts';
import type { StoredRun } from './store.ts';
import type { StoreContext } from './tables.ts';

/** See `Store.readRun`. */
export async function readRun({ db }: StoreContext, { runId, pipeline }: RunRef): Promise<StoredRun> {
  const run = await db
    .selectFrom('headrace.run')
    .select(['input', 'uses', 'interval_start as start', 'interval_end as end'])
    .where('id', '=', runId)
    .where('pipeline', '=', pipeline)
    .executeTakeFirst();
  if (run === undefined) throw new RunNotFound(`no run ${runId} of ${pipeline} in the store`);
  const { input, uses, start, end } = run;
  return { input, uses, ...(start !== null && end !== null && { interval: { start, end } }) };
}
