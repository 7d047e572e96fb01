import type { RunRef } from '@headrace/contracts';

import { RunNotFound } from './errors.ts';
import type { StoreContext } from './tables.ts';

/** See `Store.readInput`. */
export async function readInput({ db }: StoreContext, { runId, pipeline }: RunRef): Promise<unknown> {
  const run = await db
    .selectFrom('headrace.run')
    .select('input')
    .where('id', '=', runId)
    .where('pipeline', '=', pipeline)
    .executeTakeFirst();
  if (run === undefined) throw new RunNotFound(`no run ${runId} of ${pipeline} in the store`);
  return run.input;
}
