import {
  limits,
  type Pruned,
  type PruneProgress,
  type PruneRequest,
  type PruneFilter,
  type PrunePreview,
} from '@headrace/contracts';
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';

import type { ControlTables, StoreContext } from '../tables.ts';
import { isOld, isUnneeded, withNeeded, type PruneScope } from './prunable.ts';

/** Runs that a step reads, and shards that a step removes. */
const stepRuns = 500;
const stepShards = 500;

/** Keys of one step, unless its first shard has more. */
const stepKeys = 5 * limits.keysPerShard;

/** The approximate size of a batch's row, bytes. */
const bytesOf: RawBuilder<number> = sql`
  (200 + pg_column_size(keys) + pg_column_size(pending) + pg_column_size(absent_keys))`;

/** Removal and count are one transaction, so that a step is counted once. */
export async function prune({ db }: StoreContext, request: PruneRequest): Promise<PruneProgress> {
  return db.transaction().execute(async (transaction) => {
    const scope = await openPrune(transaction, request);
    const page = await findOld(transaction, request, scope);
    const runs = page.length > 0 ? await take(transaction, scope, page) : [];
    const { shards, whole } = await readShards(transaction, runs);
    const removed = shards.length > 0 ? await remove(transaction, shards) : nothing;
    const passed = whole ? page.at(-1) : undefined;
    return { ...(await record(transaction, request, { ...removed, passed })), more: page.length > 0 };
  });
}

/** When runs have to have ended before, by the clock that says when they ended. */
async function findBefore(db: Kysely<ControlTables>, olderThan: number): Promise<string> {
  const { rows } = await sql<{ before: string }>`
    select now() - ${olderThan} * interval '1 millisecond' as before`.execute(db);
  return rows[0]!.before;
}

async function openPrune(db: Transaction<ControlTables>, request: PruneRequest): Promise<PruneScope> {
  const { id, olderThan, pipeline } = request;
  await db
    .insertInto('headrace.prune')
    .values({ id, pipeline: pipeline ?? null, before: await findBefore(db, olderThan) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return (
    db
      .selectFrom('headrace.prune')
      .select(['before', 'pipeline'])
      .where('id', '=', id)
      // Two attempts at one prune take turns: each goes on where the other has come to.
      .forUpdate()
      .executeTakeFirstOrThrow()
  );
}

/** The next runs to look at, in the order in which they ended: each prune passes them once. */
async function findOld(
  db: Transaction<ControlTables>,
  { id }: PruneRequest,
  scope: PruneScope,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select run.id from headrace.run
    where (run.concluded_at, run.id) > (select passed_at, passed from headrace.prune where id = ${id})
      and ${isOld(scope)}
    order by run.concluded_at, run.id limit ${stepRuns}`.execute(db);
  return rows.map((row) => row.id);
}

/** Locks runs that nobody needs; runs locked by another prune or a start are skipped. */
async function take(
  db: Transaction<ControlTables>,
  scope: PruneScope,
  page: readonly string[],
): Promise<string[]> {
  const { rows: locked } = await sql<{ id: string }>`
    select id from headrace.run where id = any(${page}::text[]) for update skip locked`.execute(db);
  // Looked at once they are locked: what has come to need one until then is seen, and nothing comes after.
  const { rows } = await sql<{ id: string }>`
    with ${withNeeded(scope)}
    select id from headrace.run
    where id = any(${locked.map(({ id }) => id)}::text[]) and ${isOld(scope)} and ${isUnneeded()}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

interface ShardToRemove {
  readonly run: string;
  readonly shard: number;
  readonly listed: number;
}

interface StepShards {
  /** As many as a step may remove, at least one where there is one. */
  readonly shards: readonly ShardToRemove[];
  /** Whether these are all that the runs have. */
  readonly whole: boolean;
}

async function readShards(db: Transaction<ControlTables>, runs: readonly string[]): Promise<StepShards> {
  if (runs.length === 0) return { shards: [], whole: true };
  const { rows } = await sql<ShardToRemove>`
    select run, shard, listed from headrace.shard where run = any(${runs}::text[])
    order by run, shard limit ${stepShards}`.execute(db);
  let keys = 0;
  const end = rows.findIndex(({ listed }, index) => (keys += listed) > stepKeys && index > 0);
  if (end !== -1) return { shards: rows.slice(0, end), whole: false };
  return { shards: rows, whole: rows.length < stepShards };
}

const nothing: Pruned = { runs: 0, batches: 0, keys: 0, bytes: 0 };

async function remove(db: Transaction<ControlTables>, shards: readonly ShardToRemove[]): Promise<Pruned> {
  const runs = shards.map(({ run }) => run);
  const numbers = shards.map(({ shard }) => shard);
  const { rows } = await sql<Pruned>`
    with begun as (
      update headrace.run set pruned_at = now() where id = any(${runs}::text[]) and pruned_at is null returning id
    ),
    gone as (
      delete from headrace.shard
      using unnest(${runs}::text[], ${numbers}::int[]) as given (run, shard)
      where shard.run = given.run and shard.shard = given.shard
      returning shard.run, first_batch, batches
    ),
    emptied as (
      delete from headrace.batch using gone
      where batch.run = gone.run and number >= first_batch and number < first_batch + gone.batches
      returning listed, ${bytesOf} as bytes
    )
    select (select count(*) from begun) as runs, count(*) as batches,
      coalesce(sum(listed), 0)::bigint as keys, coalesce(sum(bytes), 0)::bigint as bytes
    from emptied`.execute(db);
  return rows[0]!;
}

interface Step extends Pruned {
  /** The run behind which the next step looks on. */
  readonly passed: string | undefined;
}

async function record(
  db: Transaction<ControlTables>,
  { id }: PruneRequest,
  { runs, batches, keys, bytes, passed }: Step,
): Promise<Pruned> {
  if (passed !== undefined) {
    await sql`
      update headrace.prune set passed = run.id, passed_at = run.concluded_at
      from headrace.run where prune.id = ${id} and run.id = ${passed}`.execute(db);
  }
  const { rows } = await sql<Pruned>`
    update headrace.prune set
      runs = runs + ${runs}, batches = batches + ${batches}, keys = keys + ${keys}, bytes = bytes + ${bytes}
    where id = ${id} returning runs, batches, keys, bytes`.execute(db);
  return rows[0]!;
}

export async function previewPrune(
  { db }: StoreContext,
  { olderThan, pipeline }: PruneFilter,
): Promise<PrunePreview> {
  const scope: PruneScope = { before: await findBefore(db, olderThan), pipeline: pipeline ?? null };
  const { rows } = await sql<PrunePreview>`
    with ${withNeeded(scope)},
    old as materialized (
      select id, pruned_at, ${isUnneeded()} as unneeded from headrace.run where ${isOld(scope)}
    )
    select
      (select count(*) from old where unneeded and pruned_at is null) as runs,
      (select count(*) from old where not unneeded) as kept,
      count(*) as batches,
      coalesce(sum(listed), 0)::bigint as keys,
      coalesce(sum(${bytesOf}), 0)::bigint as bytes
    from headrace.batch where run in (select id from old where unneeded)`.execute(db);
  return rows[0]!;
}
