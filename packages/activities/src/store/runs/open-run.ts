import { compareInputs, type PlanRequest } from '@headrace/contracts';
import { sql, type Transaction } from 'kysely';

import { beforeOverlap, toScope } from '../../source/watermark.ts';
import { toShard } from '../batches/save-shard.ts';
import { InvalidReplay, RunIdTaken, RunPruned, Superseded } from '../errors.ts';
import { readQuarantineRun } from '../quarantine/quarantine.ts';
import type { PlanClaim, PlannedSoFar } from '../store.ts';
import type { ControlTables, StoreContext } from '../tables.ts';
import { assertCurrent, assertKept } from './assert-run.ts';

export async function openRun({ db }: StoreContext, request: PlanClaim): Promise<PlannedSoFar> {
  return db.transaction().execute(async (transaction) => {
    const opening = { ...request, ...(await readReplayed(transaction, request)) };
    await insertRun(transaction, opening);
    await takeOver(transaction, opening);
    await holdRead(transaction, request.runId);
    return readPlan(transaction, request.runId);
  });
}

/** A replay asks the source what the run asked that it replays, of the same interval and over the same versions. */
async function readReplayed(
  db: Transaction<ControlTables>,
  { runId, pipeline, replay }: PlanRequest,
): Promise<Partial<PlanRequest>> {
  if (replay === undefined) return {};
  if (replay.run === runId) throw new InvalidReplay(`run ${runId} cannot replay itself; give another id`);
  const { pipeline: owner, ...asked } = await readQuarantineRun({ db }, replay.run);
  if (owner === pipeline) return asked;
  throw new InvalidReplay(`run ${replay.run} is of ${owner}; a run of ${pipeline} cannot replay it`);
}

/** The fields of a run that are kept from its beginning. */
export type Opening = Omit<PlanClaim, 'shard' | 'batchSize' | 'again' | 'fence'>;

/** Does nothing where the run is there. */
export async function insertRun(db: Transaction<ControlTables>, request: Opening): Promise<void> {
  await db
    .insertInto('headrace.run')
    .values({
      id: request.runId,
      pipeline: request.pipeline,
      input: JSON.stringify(request.input),
      replay_of: request.replay?.run ?? null,
      execution: request.execution,
      ...toContext(request),
      ...(await findWatermark(db, request)),
      state: 'running',
      counts: 'null',
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Whose watermark the run moves, and where its list begins: decided once, so that a retried plan lists the same. */
async function findWatermark(
  db: Transaction<ControlTables>,
  { pipeline, input, watermark, incremental, replay }: Opening,
): Promise<{ watermark_scope: string | null; since: string | null }> {
  if (watermark === undefined || replay) return { watermark_scope: null, since: null };
  const scope = toScope(watermark, input);
  const last = await db
    .selectFrom('headrace.watermark')
    .select('value')
    .where('pipeline', '=', pipeline)
    .where('scope', '=', scope)
    .executeTakeFirst();
  const since = incremental && last ? beforeOverlap(watermark, last.value) : null;
  return { watermark_scope: scope, since };
}

/** The columns of a request, without its input. */
function toContext({ interval, schedule, uses = [] }: Opening) {
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
    .select(['pipeline', 'input', 'execution', 'superseded', 'replay_of', 'fence', 'state', 'pruned_at'])
    .select(sql<boolean>`exists (select from headrace.shard where run = ${runId})`.as('planned'))
    .where('id', '=', runId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  // A run without a plan begins anew, whatever it was asked before.
  const isAnew = again || !run.planned || run.pruned_at !== null;
  if (!isAnew) assertSame(request, run);
  assertCurrent(request, run.fence);
  if (run.execution === execution) return;
  if (!isAnew) assertSameInput(request, run.input);
  if (run.superseded.includes(execution)) {
    throw new Superseded(`run ${runId}: execution ${execution} gave way to ${run.execution}`);
  }
  if (!again) assertUnfinished(runId, run);
  await db
    .updateTable('headrace.run')
    .set({
      execution,
      ...toContext(request),
      // A run that goes on reads the versions that its list was made of.
      ...(isAnew ? {} : { uses: sql<string>`uses` }),
      fence: request.fence,
      superseded: [...run.superseded, run.execution],
      state: 'running',
      concluded_at: null,
      pruned_at: null,
      started_at: sql`now()`,
    })
    .where('id', '=', runId)
    .execute();
  if (isAnew) await startOver(db, request);
}

/** A finished run has nothing left to do, and is not run again for having been pruned. */
function assertUnfinished(
  runId: string,
  { state, pruned_at: prunedAt }: Pick<ControlTables['headrace.run'], 'state' | 'pruned_at'>,
): void {
  if (prunedAt !== null && (state === 'completed' || state === 'skipped'))
    throw new RunPruned(runId, prunedAt);
}

/** Holds the runs that this one replays or reads against a prune until it is seen to be under way. */
async function holdRead(db: Transaction<ControlTables>, runId: string): Promise<void> {
  const { uses, replay_of: origin } = await db
    .selectFrom('headrace.run')
    .select(['uses', 'replay_of'])
    .where('id', '=', runId)
    .executeTakeFirstOrThrow();
  await assertKept(db, [...uses.map(({ run }) => run), ...(origin === null ? [] : [origin])], { hold: true });
}

function assertSame(
  { runId, pipeline, replay }: PlanRequest,
  before: Pick<ControlTables['headrace.run'], 'pipeline' | 'replay_of'>,
): void {
  if (before.pipeline !== pipeline) {
    throw new RunIdTaken(
      `run ${runId} was begun as one of ${before.pipeline} and cannot go on as one of ${pipeline}; give another id`,
    );
  }
  if (before.replay_of === (replay?.run ?? null)) return;
  const is = before.replay_of === null ? 'no replay' : `a replay of ${before.replay_of}`;
  throw new InvalidReplay(`run ${runId} was begun as ${is} and cannot go on as another; give another id`);
}

/** Refuses another input: a run that goes on lands the keys it has listed. */
function assertSameInput({ runId, input }: PlanRequest, before: Readonly<Record<string, unknown>>): void {
  const differences = compareInputs(before, input);
  if (differences.length === 0) return;
  throw new RunIdTaken(
    `run ${runId} was begun with another input: ${differences.join('; ')}; give another id, or start over with again`,
  );
}

async function startOver(db: Transaction<ControlTables>, request: PlanClaim): Promise<void> {
  const { runId, input, pipeline, replay } = request;
  await db.deleteFrom('headrace.shard').where('run', '=', runId).execute();
  await db.deleteFrom('headrace.batch').where('run', '=', runId).execute();
  await db.deleteFrom('headrace.quarantine').where('run', '=', runId).execute();
  const watermark = await findWatermark(db, request);
  await db
    .updateTable('headrace.run')
    .set((run) => ({
      ...watermark,
      pipeline,
      input: JSON.stringify(input),
      replay_of: replay?.run ?? null,
      generation: run('generation', '+', 1),
      plan_requests: 0,
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
  const { since } = await db
    .selectFrom('headrace.run')
    .select('since')
    .where('id', '=', runId)
    .executeTakeFirstOrThrow();
  const cursor = rows.at(-1)?.next ?? null;
  return {
    shards: rows.map(toShard),
    ...(cursor !== null && { cursor }),
    ...(since !== null && { since }),
  };
}
