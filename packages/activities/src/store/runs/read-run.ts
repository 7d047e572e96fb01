import type { RunRef } from '@headrace/contracts';

import { RunNotFound } from '../errors.ts';
import type { StoredRun } from '../store.ts';
import type { StoreContext } from '../tables.ts';

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

export async function findFinished({ db }: StoreContext, runIds: readonly string[]): Promise<string[]> {
  if (runIds.length === 0) return [];
  const finished = await db
    .selectFrom('headrace.run')
    .select('id')
    .where('id', 'in', runIds)
    .where('state', 'in', ['completed', 'skipped'])
    .execute();
  const found = new Set(finished.map(({ id }) => id));
  return runIds.filter((id) => found.has(id));
}
