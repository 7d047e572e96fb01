import type { PlanRequest } from '@headrace/contracts';
import { sql, type Transaction } from 'kysely';

import { assertCurrent } from './assert-current.ts';
import { InvalidReplay, Superseded } from './errors.ts';
import { readQuarantineRun } from './quarantine-run.ts';
import type { PlanClaim, PlannedSoFar } from './store.ts';
import type { ControlTables, StoreContext } from './tables.ts';
import { toShard } from './to-shard.ts';

/** See `Store.openRun`. */
export async function openRun({ db }: StoreContext, request: PlanClaim): Promise<PlannedSoFar> {
  return db.transaction().execute(async (transaction) => {
    const opening = { ...request, input: await readReplayedInput(transaction, request) };
    await insertRun(transaction, opening);
    await takeOver(transaction, opening);
    return readPlan(transaction, request.runId);
  });
}

/** A replay asks the source what the run asked that it replays. */
async function readReplayedInput(
  db: Transaction<ControlTables>,
  { runId, pipeline, input, replay }: PlanRequest,
): Promise<PlanRequest['input']> {
  if (replay === undefined) return input;
  if (replay.run === runId) throw new InvalidReplay(`run ${runId} cannot replay itself; give another id`);
  const replayed = await readQuarantineRun({ db }, replay.run);
  if (replayed.pipeline === pipeline) return replayed.input;
  throw new InvalidReplay(
    `run ${replay.run} is of ${replayed.pipeline}; a run of ${pipeline} cannot replay it`,
  );
}

async function insertRun(db: Transaction<ControlTables>, request: PlanRequest): Promise<void> {
  await db
    .insertInto('headrace.run')
    .values({
      id: request.runId,
      pipeline: request.pipeline,
      input: JSON.stringify(request.input),
      replay_of: request.replay?.run ?? null,
      execution: request.execution,
      ...toContext(request),
      state: 'running',
      counts: 'null',
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** What the run was asked beside its input. */
function toContext({ interval, schedule, uses = [] }: PlanRequest) {
  return {
    interval_start: interval?.start ?? null,
    interval_end: interval?.end ?? null,
    schedule: schedule ?? null,
    uses: JSON.stringify(uses),
  };
}

/** Does nothing for the execution that has the run: a retried plan never drops what an earlier attempt made. */
async function takeOver(db: Transaction<ControlTables>, request: PlanClaim): Promise<void> {
  const { runId, execution, again } = request;
  const run = await db
    .selectFrom('headrace.run')
    .select(['execution', 'superseded', 'replay_of', 'fence'])
    .where('id', '=', runId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (!again) assertSameReplay(request, run.replay_of);
  assertCurrent(request, run.fence);
  if (run.execution === execution) return;
  if (run.superseded.includes(execution)) {
    throw new Superseded(`run ${runId}: execution ${execution} gave way to ${run.execution}`);
  }
  await db
    .updateTable('headrace.run')
    .set({
      execution,
      ...toContext(request),
      fence: request.fence,
      superseded: [...run.superseded, run.execution],
      state: 'running',
      concluded_at: null,
      started_at: sql`now()`,
    })
    .where('id', '=', runId)
    .execute();
  if (again) await startOver(db, request);
}

function assertSameReplay({ runId, replay }: PlanRequest, before: string | null): void {
  if (before === (replay?.run ?? null)) return;
  const is = before === null ? 'no replay' : `a replay of ${before}`;
  throw new InvalidReplay(`run ${runId} was begun as ${is} and cannot go on as another; give another id`);
}

async function startOver(db: Transaction<ControlTables>, request: PlanRequest): Promise<void> {
  const { runId, input, pipeline, replay } = request;
  await db.deleteFrom('headrace.shard').where('run', '=', runId).execute();
  await db.deleteFrom('headrace.batch').where('run', '=', runId).execute();
  await db.deleteFrom('headrace.quarantine').where('run', '=', runId).execute();
  await db
    .updateTable('headrace.run')
    .set((run) => ({
      pipeline,
      input: JSON.stringify(input),
      replay_of: replay?.run ?? null,
      generation: run('generation', '+', 1),
    }))
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
