import {
  limits,
  type QuarantinedItem,
  type QuarantineFilter,
  type QuarantinePage,
  type ReadQuarantineRequest,
  type ReasonTotal,
} from '@headrace/contracts';
import { sql } from 'kysely';

import { matching } from './quarantine-filter.ts';
import { readQuarantineRun } from './quarantine-run.ts';
import type { StoreContext } from './tables.ts';

/** Bytes of a page beside its items. */
const envelopeBytes = 4_000;

/** See `Store.readQuarantine`. */
export async function readQuarantine(
  context: StoreContext,
  request: ReadQuarantineRequest,
): Promise<QuarantinePage> {
  const { filter, limit } = request;
  if (filter.run !== undefined) await readQuarantineRun(context, filter.run);
  const totals = await readTotals(context, filter);
  if (limit < 1) return { items: [], totals };
  const found = await readItems(context, request);
  const items = fitPage(found.slice(0, limit));
  const last = items.at(-1);
  const hasMore = last !== undefined && items.length < found.length;
  return { items, totals, ...(hasMore && { next: { run: last.run, key: last.key } }) };
}

async function readTotals({ db }: StoreContext, filter: QuarantineFilter): Promise<ReasonTotal[]> {
  const { rows } = await sql<ReasonTotal>`
    select reason, count(*) as items from headrace.quarantine where ${matching(filter)}
    group by reason order by items desc, reason`.execute(db);
  return rows;
}

/** One more than the page may hold tells whether there is a next one. */
async function readItems(
  { db }: StoreContext,
  { filter, limit, after, records = false }: ReadQuarantineRequest,
): Promise<QuarantinedItem[]> {
  const behind = after ? sql`and (run, key) > (${after.run}, ${after.key})` : sql``;
  const record = records ? sql`, record` : sql``;
  const { rows } = await sql<QuarantinedItem>`
    select run, pipeline, key, reason, detail, status, attempts, created_at as "quarantinedAt"${record}
    from headrace.quarantine where ${matching(filter)} ${behind}
    order by run, key limit ${limit + 1}`.execute(db);
  return rows;
}

/** As many as fit a payload, at least one: no single item comes near it. */
function fitPage(items: readonly QuarantinedItem[]): readonly QuarantinedItem[] {
  let room = limits.payloadBytes - envelopeBytes;
  const end = items.findIndex((item, index) => {
    room -= Buffer.byteLength(JSON.stringify(item)) + 1;
    return room < 0 && index > 0;
  });
  return end === -1 ? items : items.slice(0, end);
}
