import type { StoreContext } from './tables.ts';

/** See `Store.findFinished`. */
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
