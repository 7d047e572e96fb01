import type { AnyPipelineContract, ConcludeRequest } from '@headrace/contracts';
import { sql, type Transaction } from 'kysely';

import { compareWatermarks, isContiguous, joinSpans, type WatermarkSpan } from '../../source/watermark.ts';
import type { ControlTables } from '../tables.ts';

/** A version that a run published. */
export interface Version {
  readonly version: number | null;
  readonly watermark: string | null;
}

export const unpublished: Version = { version: null, watermark: null };

/** A run that may publish, each time it starts over once. */
export interface Publisher extends ConcludeRequest {
  readonly generation: number;
}

/** `undefined` where the run has published nothing yet. */
export async function readVersion(
  db: Transaction<ControlTables>,
  dataset: string,
  { runId, generation }: Publisher,
): Promise<Version | undefined> {
  return db
    .selectFrom('headrace.dataset_version')
    .select(['version', 'watermark'])
    .where('dataset', '=', dataset)
    .where('run', '=', runId)
    .where('generation', '=', generation)
    .executeTakeFirst();
}

interface Publication extends Publisher {
  readonly rows: number;
}

/** Publishes the dataset's next version, and with it the run's watermark. */
export async function publish(
  db: Transaction<ControlTables>,
  contract: AnyPipelineContract,
  publication: Publication,
): Promise<Version> {
  const dataset = contract.dataset.name;
  const { runId, generation, pipeline, rows } = publication;
  const ofRun = (column: string) =>
    sql<string | null>`(select ${sql.ref(column)} from headrace.run where id = ${runId})`;
  // Two runs of one dataset that conclude at once get one version each.
  await sql`select pg_advisory_xact_lock(hashtext('headrace version'), hashtext(${dataset}))`.execute(db);
  const watermark = await moveWatermark(db, contract, runId);
  return db
    .insertInto('headrace.dataset_version')
    .values({
      dataset,
      version: sql<number>`(select coalesce(max(version), 0) + 1 from headrace.dataset_version where dataset = ${dataset})`,
      run: runId,
      generation,
      pipeline,
      rows,
      interval_start: ofRun('interval_start'),
      interval_end: ofRun('interval_end'),
      watermark,
    })
    .returning(['version', 'watermark'])
    .executeTakeFirstOrThrow();
}

/**
 * Moves the watermark to the highest that a run listed, where nothing between the two was left out. To be called once a
 * version, while no other run of the dataset publishes. Resolves to the highest listed, `null` where it listed none.
 */
async function moveWatermark(
  db: Transaction<ControlTables>,
  { name: pipeline, watermark }: AnyPipelineContract,
  run: string,
): Promise<string | null> {
  const { watermark_scope: scope, since } = await readRun(db, run);
  if (watermark === undefined || scope === null) return null;
  const { type } = watermark;
  const listed = await readSpan(db, run, type);
  if (listed === undefined) return null;
  const last = await readLast(db, pipeline, scope);
  // An incremental run has listed all from there on, whatever it found.
  const reached = { low: since ?? listed.low, high: listed.high };
  if (last === undefined || mayMove(reached, last, type)) {
    await save(db, { pipeline, scope, value: listed.high, run });
  }
  return listed.high;
}

function mayMove({ low, high }: WatermarkSpan, last: string, type: 'timestamp' | 'integer'): boolean {
  return isContiguous(type, last, low) && compareWatermarks(type, high, last) > 0;
}

function readRun(
  db: Transaction<ControlTables>,
  run: string,
): Promise<{ watermark_scope: string | null; since: string | null }> {
  return db
    .selectFrom('headrace.run')
    .select(['watermark_scope', 'since'])
    .where('id', '=', run)
    .executeTakeFirstOrThrow();
}

async function readSpan(
  db: Transaction<ControlTables>,
  run: string,
  type: 'timestamp' | 'integer',
): Promise<WatermarkSpan | undefined> {
  const shards = await db
    .selectFrom('headrace.shard')
    .select(['low', 'high'])
    .where('run', '=', run)
    .execute();
  let span: WatermarkSpan | undefined;
  for (const { low, high } of shards) {
    if (low !== null && high !== null) span = joinSpans(type, span, { low, high });
  }
  return span;
}

async function readLast(
  db: Transaction<ControlTables>,
  pipeline: string,
  scope: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('headrace.watermark')
    .select('value')
    .where('pipeline', '=', pipeline)
    .where('scope', '=', scope)
    .executeTakeFirst();
  return row?.value;
}

async function save(
  db: Transaction<ControlTables>,
  row: { pipeline: string; scope: string; value: string; run: string },
): Promise<void> {
  const { value, run } = row;
  await db
    .insertInto('headrace.watermark')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['pipeline', 'scope']).doUpdateSet({ value, run, published_at: sql`now()` }),
    )
    .execute();
}
