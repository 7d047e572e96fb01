import {
  limits,
  type QuarantinedItem,
  type QuarantineFilter,
  type QuarantinePage,
  type ReadQuarantineRequest,
  type ReasonTotal,
  type Discarded,
  type ReplayPreview,
  type ReplayRequest,
  type PlanRequest,
} from '@headrace/contracts';
import { sql, type RawBuilder } from 'kysely';

import type { KeyPage, PageRequest } from '../../source/source.ts';
import { EmptyFilter, InvalidReplay, RunNotFound } from '../errors.ts';
import type { DiscardRequest } from '../store.ts';
import type { StoreContext } from '../tables.ts';

/** Bytes of a page beside its items. */
const envelopeBytes = 4_000;

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

/** The entry stays, without its record: it keeps an older row of that key from passing for one of the run's. */
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

export async function previewReplay(context: StoreContext, replay: ReplayRequest): Promise<ReplayPreview> {
  const { pipeline, input } = await readQuarantineRun(context, replay.run);
  const { rows } = await sql<{ items: number }>`
    select count(*) as items from headrace.quarantine where ${matching(replay)}`.execute(context.db);
  return { pipeline, input, items: rows[0]!.items };
}

/** The cursor is the last key: landing clears the entries before it. */
export async function listReplayKeys(
  { db }: StoreContext,
  replay: ReplayRequest,
  { cursor, limit }: PageRequest,
): Promise<KeyPage> {
  const behind = cursor === undefined ? sql`` : sql`and key > ${cursor}`;
  const { rows } = await sql<{ key: string }>`
    select key from headrace.quarantine where ${matching(replay)} ${behind}
    order by key limit ${limit + 1}`.execute(db);
  const keys = rows.slice(0, limit).map(({ key }) => key);
  const last = keys.at(-1);
  return { keys, ...(rows.length > limit && last !== undefined && { next: last }) };
}

export interface QuarantineRun extends Pick<PlanRequest, 'pipeline' | 'input' | 'interval' | 'uses'> {}

/** A run that has a quarantine of its own. Throws `RunNotFound`, or `InvalidReplay` for one that is itself a replay. */
export async function readQuarantineRun(
  { db }: Pick<StoreContext, 'db'>,
  runId: string,
): Promise<QuarantineRun> {
  const run = await db
    .selectFrom('headrace.run')
    .select(['pipeline', 'input', 'replay_of', 'uses', 'interval_start as start', 'interval_end as end'])
    .where('id', '=', runId)
    .executeTakeFirst();
  if (run === undefined) throw new RunNotFound(`no run ${runId} in the store`);
  const { pipeline, input, replay_of: origin, uses, start, end } = run;
  const interval = start !== null && end !== null ? { start, end } : undefined;
  if (origin === null) return { pipeline, input, uses, ...(interval && { interval }) };
  throw new InvalidReplay(
    `run ${runId} is a replay of ${origin}: what failed again is in the quarantine of ${origin}`,
  );
}

/** The items that a filter fits, without those discarded. */
function matching(filter: QuarantineFilter): RawBuilder<boolean> {
  const { run, pipeline, reason, key } = filter;
  const given = Object.entries({ run, pipeline, reason, key }).filter(([, value]) => value !== undefined);
  const fits = given.map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  return sql`${sql.join([sql`discarded_by is null`, ...fits], sql` and `)}`;
}
