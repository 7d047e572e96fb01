import type { PlanRequest } from '@headrace/contracts';
import { sql, type Transaction } from 'kysely';

import { Superseded } from './errors.ts';
import type { PlannedSoFar } from './store.ts';
import type { ControlTables, StoreContext } from './tables.ts';
import { toShard } from './to-shard.ts';

/** See `Store.openRun`. */
export async function openRun({ db }: StoreContext, request: PlanRequest): Promise<PlannedSoFar> {
  return db.transaction().execute(async (transaction) => {
    await insertRun(transaction, request);
    await takeOver(transaction, request);
    return readPlan(transaction, request.runId);
  });
}

async function insertRun(db: Transaction<ControlTables>, request: PlanRequest): Promise<void> {
  await db
    .insertInto('headrace.run')
    .values({
      id: request.runId,
      pipeline: request.pipeline,
      input: JSON.stringify(request.input),
      execution: request.execution,
      state: 'running',
      counts: 'null',
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Does nothing for the execution that has the run: a retried plan never drops what an earlier attempt made. */
async function takeOver(db: Transaction<ControlTables>, request: PlanRequest): Promise<void> {
  const { runId, execution, again } = request;
  const run = await db
    .selectFrom('headrace.run')
    .select(['execution', 'superseded'])
    .where('id', '=', runId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (run.execution === execution) return;
  if (run.superseded.includes(execution)) {
    throw new Superseded(`run ${runId}: execution ${execution} gave way to ${run.execution}`);
  }
  await db
    .updateTable('headrace.run')
    .set({
      execution,
      superseded: [...run.superseded, run.execution],
      state: 'running',
      concluded_at: null,
      started_at: sql`now()`,
    })
    .where('id', '=', runId)
    .execute();
  if (again) await startOver(db, request);
}

async function startOver(db: Transaction<ControlTables>, request: PlanRequest): Promise<void> {
  const { runId, input, pipeline } = request;
  await db.deleteFrom('headrace.shard').where('run', '=', runId).execute();
  await db.deleteFrom('headrace.batch').where('run', '=', runId).execute();
  await db.deleteFrom('headrace.quarantine').where('run', '=', runId).execute();
  await db
    .updateTable('headrace.run')
    .set((run) => ({ pipeline, input: JSON.stringify(input), generation: run('generation', '+', 1) }))
    .where('id', '=', runId)
    .execute();
}

async function readPlan(db: Transaction<ControlTables>, runId: string): Promise<PlannedSoFar> {
  const rows = await db
    .selectFrom('headrace.shard')
    .selectAll()
    .where('run', '=', runId)
    .orderBy('shard')
    .execute();
  const shards = rows.map(toShard);
  const cursor = rows.at(-1)?.next ?? undefined;
  return cursor === undefined ? { shards } : { shards, cursor };
}
