import {
  limits,
  terminalErrors,
  toColumnName,
  type AnyPipelineContract,
  type AnyRow,
  type ColumnValue,
  type ReadRowsRequest,
  type RowCursor,
  type RowPage,
  type TopRowsRequest,
} from '@headrace/contracts';
import { sql, type Kysely, type RawBuilder } from 'kysely';

import { RunNotFound } from '../errors.ts';
import { assertKept } from '../runs/assert-run.ts';
import type { ControlTables, StoreContext } from '../tables.ts';

/** Bytes of a page beside its rows. */
const envelopeBytes = 2_000;

/** Keys looked up at once, at least: a stretch of absent keys is passed quickly. */
const sliceKeys = 100;

/** A row too large for a page has its texts cut. */
export async function readRows(
  context: StoreContext,
  contract: AnyPipelineContract,
  request: ReadRowsRequest,
): Promise<RowPage> {
  const runId = await findRun(context.db, request);
  const page = await readPage(context, contract, { ...request, runId });
  // Asked last: batches that were removed meanwhile belong to a run that says so.
  await assertKept(context.db, [runId]);
  return page;
}

async function readPage(
  context: StoreContext,
  contract: AnyPipelineContract,
  request: ReadRowsRequest & { readonly runId: string },
): Promise<RowPage> {
  const { runId } = request;
  const rows: AnyRow[] = [];
  const page = { dataset: contract.dataset.name, runId, rows };
  const room = limits.payloadBytes - envelopeBytes;
  let bytes = 0;
  let at = request.after ?? { batch: 0, position: 0 };
  for (let listed = await readListed(context.db, runId, at); listed !== undefined;) {
    const keys = Math.max(request.limit - rows.length, sliceKeys);
    for (const { position, row } of await readSlice(context, contract, { runId, at, keys })) {
      const fitted = fitRow(row, room);
      bytes += fitted.bytes;
      if (rows.length === request.limit || bytes > room)
        return { ...page, next: { batch: at.batch, position } };
      rows.push(fitted.row);
    }
    at = { batch: at.batch, position: at.position + keys };
    if (at.position < listed) continue;
    at = { batch: at.batch + 1, position: 0 };
    listed = await readListed(context.db, runId, at);
  }
  return page;
}

async function findRun(db: Kysely<ControlTables>, { pipeline, runId }: ReadRowsRequest): Promise<string> {
  if (runId === undefined) {
    // Rows that a replay landed belong to the replayed run.
    const latest = await db
      .selectFrom('headrace.dataset_version as held')
      .innerJoin('headrace.run as publisher', 'publisher.id', 'held.run')
      .select(({ fn }) => fn.coalesce('publisher.replay_of', 'publisher.id').as('run'))
      .where('held.pipeline', '=', pipeline)
      .orderBy('held.version', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (latest === undefined) throw new RunNotFound(`no run of ${pipeline} has published a version yet`);
    return latest.run;
  }
  const run = await db
    .selectFrom('headrace.run')
    .select('id')
    .where('id', '=', runId)
    .where('pipeline', '=', pipeline)
    .executeTakeFirst();
  if (run === undefined) throw new RunNotFound(`no run ${runId} of ${pipeline} in the store`);
  return run.id;
}

/** Keys of the cursor's batch; `undefined` behind the last batch. */
async function readListed(
  db: Kysely<ControlTables>,
  runId: string,
  { batch }: RowCursor,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('headrace.batch')
    .select('listed')
    .where('run', '=', runId)
    .where('number', '=', batch)
    .executeTakeFirst();
  return row?.listed;
}

interface SliceRequest {
  readonly runId: string;
  readonly at: RowCursor;
  readonly keys: number;
}

interface PlacedRow {
  readonly position: number;
  readonly row: AnyRow;
}

/** The rows of some of a batch's keys: those that the run landed. */
async function readSlice(
  { db, schema }: StoreContext,
  contract: AnyPipelineContract,
  { runId, at, keys }: SliceRequest,
): Promise<PlacedRow[]> {
  const { rows } = await sql<AnyRow & { _position: number }>`
    with ${withLanded({ runId, slice: { batch: at.batch, from: at.position, keys } })}
    select ordinality - 1 as _position, ${toFields(contract)}
    from landed join ${sql.id(schema, contract.dataset.name)} as item on item._key = landed.key
    order by ordinality`.execute(db);
  return rows.map(({ _position, ...row }) => ({ position: _position, row }));
}

/** The columns of `item`, by the contract's names. */
function toFields({ dataset }: AnyPipelineContract): RawBuilder<unknown> {
  const fields = Object.keys(dataset.columns);
  return sql.join(fields.map((field) => sql`item.${sql.id(toColumnName(field))} as ${sql.id(field)}`));
}

interface LandedKeysOptions {
  readonly runId: string;
  /** A stretch of one batch; the whole run where it is not given. */
  readonly slice?: { readonly batch: number; readonly from: number; readonly keys: number };
}

/**
 * CTEs, the last of them `landed`: the keys that a run landed, with their batch's `number` and their `ordinality` in it.
 * Grouped, not looked up in jsonb or joined: the one is quadratic in a batch's keys, and the planner, which cannot know
 * how many those are, makes the other so.
 */
function withLanded({ runId, slice }: LandedKeysOptions): RawBuilder<unknown> {
  const ofBatch = slice ? sql`and number = ${slice.batch}` : sql``;
  const ofSlice = slice ? sql`and ordinality > ${slice.from} order by ordinality limit ${slice.keys}` : sql``;
  return sql`
    batch as materialized (
      select number, keys, cursor, absent_keys, pending from headrace.batch where run = ${runId} ${ofBatch}
    ),
    passed as (
      select key, number, ordinality
      from batch cross join lateral jsonb_array_elements_text(keys) with ordinality as listed (key, ordinality)
      where ordinality <= cursor ${ofSlice}
    ),
    unlanded as (
      select jsonb_array_elements_text(absent_keys) as key from batch
      union all
      select item ->> 'key' from batch cross join lateral jsonb_array_elements(pending) as item
    ),
    fetched as (
      select key, min(number) as number, min(ordinality) as ordinality
      from (select * from passed union all select key, null, null from unlanded) as fate
      group by key having bool_and(number is not null)
    ),
    landed as (
      select * from fetched where not exists (
        select from headrace.quarantine as kept
        where kept.run = (select coalesce(replay_of, id) from headrace.run where id = ${runId})
          and kept.key = fetched.key
      )
    )`;
}

export interface FittedRow {
  readonly row: AnyRow;
  /** As JSON, with the comma behind it. */
  readonly bytes: number;
}

/** The row as it is where its JSON fits, otherwise with every long text cut; a page must be able to hold any one row. */
export function fitRow(row: AnyRow, bytes: number): FittedRow {
  const size = jsonBytes(row);
  if (size <= bytes) return { row, bytes: size };
  // JSON takes at most 6 bytes for a UTF-16 unit.
  const share = Math.floor((bytes - jsonBytes(mapTexts(row, () => ''))) / Object.keys(row).length / 6);
  const cut = mapTexts(row, (text) =>
    text.length > share ? `${text.slice(0, share - 1).toWellFormed()}…` : text,
  );
  return { row: cut, bytes: jsonBytes(cut) };
}

function mapTexts(row: AnyRow, change: (text: string) => string): AnyRow {
  const entries = Object.entries(row).map(([field, value]): [string, ColumnValue] => [
    field,
    typeof value === 'string' ? change(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function jsonBytes(row: AnyRow): number {
  return Buffer.byteLength(JSON.stringify(row)) + 1;
}

/** An order by what the dataset has not. */
class InvalidOrder extends Error {
  override readonly name = 'InvalidOrder';
  readonly type = terminalErrors.invalidInput;
}

/** A row too large for a page has its texts cut. */
export async function topRows(
  { db, schema }: StoreContext,
  contract: AnyPipelineContract,
  { runId, order, limit }: TopRowsRequest,
): Promise<RowPage> {
  const { dataset } = contract;
  const { rows } = await sql<AnyRow>`
    with ${withLanded({ runId })}
    select ${toFields(contract)}
    from landed join ${sql.id(schema, dataset.name)} as item on item._key = landed.key
    order by ${sql.join([...toOrder(contract, order), sql`landed.number`, sql`landed.ordinality`])}
    limit ${limit}`.execute(db);
  await assertKept(db, [runId]);
  return { dataset: dataset.name, runId, rows: fitRows(rows) };
}

function toOrder({ dataset }: AnyPipelineContract, order: TopRowsRequest['order']): RawBuilder<unknown>[] {
  return order.map(({ field, descending = false }) => {
    if (!Object.hasOwn(dataset.columns, field)) {
      const fields = Object.keys(dataset.columns).join(', ');
      throw new InvalidOrder(
        `order: ${dataset.name} has no field ${JSON.stringify(field)}; it has ${fields}`,
      );
    }
    const column = sql`item.${sql.id(toColumnName(field))}`;
    return descending ? sql`${column} desc nulls last` : sql`${column} asc nulls last`;
  });
}

/** As many of the first rows as fit a payload. */
function fitRows(rows: readonly AnyRow[]): AnyRow[] {
  const room = limits.payloadBytes - envelopeBytes;
  let bytes = 0;
  const fitted: AnyRow[] = [];
  for (const row of rows) {
    const fit = fitRow(row, room);
    bytes += fit.bytes;
    if (bytes > room) break;
    fitted.push(fit.row);
  }
  return fitted;
}
