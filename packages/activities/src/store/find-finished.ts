import type { StoreContext } from './tables.ts';

/** See `Store.findFinished`. */
export async function findFinished({ db }: StoreContext, runIds: readonly string[]): Promise<string[]> {
  if (runIds.length === 0) return [];
  const completed = await db
    .selectFrom('headrace.run')
    .select('id')
    .where('id', 'in', runIds)
    .where('state', '=', 'completed')
    .execute();
  const found = new Set(completed.map(({ id }) => id));
  return runIds.filter((id) => found.has(id));
}
