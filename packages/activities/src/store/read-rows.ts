import {
  limits,
  toColumnName,
  type AnyPipelineContract,
  type AnyRow,
  type ReadRowsRequest,
  type RowCursor,
  type RowPage,
} from '@headrace/contracts';
import { sql, type Kysely, type RawBuilder } from 'kysely';

import { assertKept } from './assert-kept.ts';
import { RunNotFound } from './errors.ts';
import { fitRow } from './fit-row.ts';
import { withLanded } from './landed-keys.ts';
import type { ControlTables, StoreContext } from './tables.ts';

/** Bytes of a page beside its rows. */
export const envelopeBytes = 2_000;

/** Keys looked up at once, at least: a stretch of absent keys is passed quickly. */
const sliceKeys = 100;

/** See `Store.readRows`. A row too large for a page has its texts cut. */
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
    // What a replay landed are rows of the run that it replays.
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
export function toFields({ dataset }: AnyPipelineContract): RawBuilder<unknown> {
  const fields = Object.keys(dataset.columns);
  return sql.join(fields.map((field) => sql`item.${sql.id(toColumnName(field))} as ${sql.id(field)}`));
}
