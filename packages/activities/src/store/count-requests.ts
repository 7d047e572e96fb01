import { sql } from 'kysely';

import type { CountedRequests } from './store.ts';
import type { StoreContext } from './tables.ts';

/** See `Store.countRequests`. */
export async function countRequests({ db }: StoreContext, counted: CountedRequests): Promise<void> {
  const { runId, batch, fence, requests } = counted;
  await sql`
    update headrace.batch set requests = requests + ${requests}
    where run = ${runId} and number = ${batch} and fence = ${fence}`.execute(db);
}
