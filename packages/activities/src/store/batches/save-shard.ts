import type { Shard } from '@headrace/contracts';
import { sql, type Transaction, type Selectable } from 'kysely';

import { RunNotFound } from '../errors.ts';
import { isStorable } from '../check-row.ts';
import { assertCurrent } from '../runs/assert-run.ts';
import type { CountedPlanRequests, ShardPlan } from '../store.ts';
import type { ControlTables, StoreContext } from '../tables.ts';

export async function saveShard({ db }: StoreContext, plan: ShardPlan): Promise<Shard> {
  assertStorable(plan);
  return db.transaction().execute(async (transaction) => {
    await lockRun(transaction, plan);
    const saved = await transaction
      .selectFrom('headrace.shard')
      .selectAll()
      .where('run', '=', plan.runId)
      .where('shard', '=', plan.shard)
      .executeTakeFirst();
    return saved === undefined ? insertShard(transaction, plan) : toShard(saved);
  });
}

export async function countPlanRequests(
  { db }: StoreContext,
  { runId, execution, fence, requests, shard }: CountedPlanRequests,
): Promise<void> {
  await sql`
    update headrace.run set plan_requests = plan_requests + ${requests}
    where id = ${runId} and execution = ${execution} and coalesce(fence <= ${fence}, true)
      and not exists (select from headrace.shard where run = ${runId} and shard = ${shard ?? null}::int)`.execute(
    db,
  );
}

function assertStorable({ runId, keys }: ShardPlan): void {
  const key = keys.find((candidate) => !isStorable(candidate));
  if (key === undefined) return;
  throw new Error(`run ${runId}: the source lists ${JSON.stringify(key)}; a key is text without NUL`);
}

async function lockRun(db: Transaction<ControlTables>, plan: ShardPlan): Promise<void> {
  const { runId, pipeline } = plan;
  const run = await db
    .selectFrom('headrace.run')
    .select('fence')
    .where('id', '=', runId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (run === undefined) throw new RunNotFound(`no run ${runId} of ${pipeline} in the store`);
  assertCurrent(plan, run.fence);
}

async function insertShard(db: Transaction<ControlTables>, plan: ShardPlan): Promise<Shard> {
  const { runId, shard, batchSize, next = null, requests, span } = plan;
  const keys = await newKeys(db, plan);
  const batches = Math.ceil(keys.length / batchSize);
  const firstBatch = await nextBatch(db, plan);
  await insertBatches(db, { runId, firstBatch, keys, batchSize });
  const row = {
    run: runId,
    shard,
    first_batch: firstBatch,
    batches,
    listed: keys.length,
    requests,
    next,
    low: span?.low ?? null,
    high: span?.high ?? null,
  };
  const saved = await db.insertInto('headrace.shard').values(row).returningAll().executeTakeFirstOrThrow();
  return toShard(saved);
}

/** In list order, each once, without those of the shards before. */
async function newKeys(db: Transaction<ControlTables>, plan: ShardPlan): Promise<readonly string[]> {
  const { runId, shard, keys, distinct } = plan;
  if (distinct) return keys;
  const listed = new Set(keys);
  if (shard > 0 && listed.size > 0) {
    const { rows } = await sql<{ key: string }>`
      select key from jsonb_array_elements_text(${JSON.stringify([...listed])}::jsonb) as key
      where key in (
        select jsonb_array_elements_text(keys) from headrace.batch where run = ${runId}
      )`.execute(db);
    for (const { key } of rows) listed.delete(key);
  }
  return [...listed];
}

async function nextBatch(db: Transaction<ControlTables>, { runId, shard }: ShardPlan): Promise<number> {
  if (shard === 0) return 0;
  const before = await db
    .selectFrom('headrace.shard')
    .select((row) => row('first_batch', '+', row.ref('batches')).as('next'))
    .where('run', '=', runId)
    .where('shard', '=', shard - 1)
    .executeTakeFirst();
  if (before === undefined)
    throw new Error(`run ${runId}: shard ${shard} cannot be saved before shard ${shard - 1}`);
  return Number(before.next);
}

interface NewBatches {
  readonly runId: string;
  readonly firstBatch: number;
  readonly keys: readonly string[];
  readonly batchSize: number;
}

async function insertBatches(db: Transaction<ControlTables>, batches: NewBatches): Promise<void> {
  const { runId, firstBatch, keys, batchSize } = batches;
  const slices: string[][] = [];
  for (let start = 0; start < keys.length; start += batchSize)
    slices.push(keys.slice(start, start + batchSize));
  if (slices.length === 0) return;
  await sql`
    insert into headrace.batch (run, number, keys, listed)
    select ${runId}, ${firstBatch}::int + ordinality - 1, keys, jsonb_array_length(keys)
    from jsonb_array_elements(${JSON.stringify(slices)}::jsonb) with ordinality as slice (keys, ordinality)`.execute(
    db,
  );
}

export function toShard(row: Selectable<ControlTables['headrace.shard']>): Shard {
  return {
    shard: row.shard,
    firstBatch: row.first_batch,
    batches: row.batches,
    listed: row.listed,
    requests: row.requests,
    more: row.next !== null,
  };
}
