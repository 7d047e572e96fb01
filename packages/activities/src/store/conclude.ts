import type { AnyPipelineContract, ConcludeRequest, Conclusion, RunCounts } from '@headrace/contracts';
import { sql, type Transaction } from 'kysely';

import { assertCurrent } from './assert-current.ts';
import { QuarantineLimit, RunNotFound } from './errors.ts';
import type { ConcludeClaim } from './store.ts';
import type { ControlTables, StoreContext } from './tables.ts';

interface Verdict {
  readonly counts: RunCounts;
  readonly version: number | null;
  /** Why a run that was to complete failed. */
  readonly refusal?: string;
}

/** See `Store.conclude`. */
export async function conclude(
  { db, mutations }: StoreContext,
  contract: AnyPipelineContract,
  request: ConcludeClaim,
): Promise<Conclusion> {
  const { counts, version, refusal } = await db.transaction().execute(async (transaction) => {
    const { generation, isConcluded } = await lockRun(transaction, request);
    if (isConcluded) return recall(transaction, contract, { ...request, generation });
    if (!mutations.openBatches) await closeBatches(transaction, request);
    const verdict = await judge(transaction, contract, { ...request, generation });
    await recordState(transaction, request, verdict);
    return verdict;
  });
  // Thrown after the transaction: that the run failed is to be kept.
  if (refusal !== undefined) throw new QuarantineLimit(refusal);
  return { ...counts, version };
}

interface LockedRun {
  readonly generation: number;
  /** By a later attempt than this one. */
  readonly isConcluded: boolean;
}

async function lockRun(db: Transaction<ControlTables>, request: ConcludeClaim): Promise<LockedRun> {
  const { runId, pipeline, fence } = request;
  const run = await db
    .selectFrom('headrace.run')
    .select(['generation', 'state', 'fence'])
    .where('id', '=', runId)
    .where('pipeline', '=', pipeline)
    .forUpdate()
    .executeTakeFirst();
  if (run === undefined) throw new RunNotFound(`no run ${runId} of ${pipeline} in the store`);
  if (run.state === 'running') assertCurrent(request, run.fence);
  return { generation: run.generation, isConcluded: run.fence !== null && run.fence > fence };
}

/** What a later attempt concluded. */
async function recall(
  db: Transaction<ControlTables>,
  { dataset }: AnyPipelineContract,
  request: Judgement,
): Promise<Verdict> {
  const version = await readVersion(db, dataset.name, request);
  return { counts: await total(db, request.runId), version: version ?? null };
}

/** An attempt that Temporal has given up may not know it yet: what it would commit is no longer counted. */
async function closeBatches(db: Transaction<ControlTables>, { runId, fence }: ConcludeClaim): Promise<void> {
  await sql`
    update headrace.batch set fence = ${fence}
    where run = ${runId} and (cursor < listed or pending <> '[]') and coalesce(fence < ${fence}, true)`.execute(
    db,
  );
}

interface Judgement extends ConcludeRequest {
  readonly generation: number;
}

async function judge(
  db: Transaction<ControlTables>,
  { dataset }: AnyPipelineContract,
  request: Judgement,
): Promise<Verdict> {
  const counts = await total(db, request.runId);
  const published = await readVersion(db, dataset.name, request);
  if (published !== undefined || request.outcome !== 'completed')
    return { counts, version: published ?? null };
  if (counts.quarantined > request.quarantineLimit * counts.listed) {
    return { counts, version: null, refusal: await describeRefusal(db, request, counts) };
  }
  return { counts, version: await publish(db, dataset.name, { ...request, rows: counts.landed }) };
}

async function total(db: Transaction<ControlTables>, runId: string): Promise<RunCounts> {
  const { rows } = await sql<RunCounts>`
    select count(*) as batches,
      coalesce(sum(listed), 0)::bigint as listed,
      coalesce(sum(landed), 0)::bigint as landed,
      coalesce(sum(absent), 0)::bigint as absent,
      coalesce(sum(quarantined), 0)::bigint as quarantined,
      (coalesce(sum(requests), 0)
        + (select coalesce(sum(requests), 0) from headrace.shard where run = ${runId}))::bigint as requests
    from headrace.batch where run = ${runId}`.execute(db);
  return rows[0]!;
}

async function readVersion(
  db: Transaction<ControlTables>,
  dataset: string,
  { runId, generation }: Judgement,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('headrace.dataset_version')
    .select('version')
    .where('dataset', '=', dataset)
    .where('run', '=', runId)
    .where('generation', '=', generation)
    .executeTakeFirst();
  return row?.version;
}

async function describeRefusal(
  db: Transaction<ControlTables>,
  { runId, quarantineLimit }: Judgement,
  { listed, quarantined }: RunCounts,
): Promise<string> {
  const reasons = await db
    .selectFrom('headrace.quarantine')
    .select(({ fn }) => ['reason', fn.countAll<number>().as('count')])
    .where('run', '=', sql<string>`(select coalesce(replay_of, id) from headrace.run where id = ${runId})`)
    .where(
      'key',
      'in',
      sql<string>`(select jsonb_array_elements_text(keys) from headrace.batch where run = ${runId})`,
    )
    .groupBy('reason')
    .orderBy('count', 'desc')
    .orderBy('reason')
    .limit(3)
    .execute();
  const mostly = reasons.map(({ reason, count }) => `${count} ${reason}`).join(', ');
  return (
    `run ${runId}: ${quarantined} of ${listed} items were quarantined (${mostly}); ` +
    `at most ${quarantineLimit * 100} % may be, so nothing was published`
  );
}

interface Publication extends Judgement {
  readonly rows: number;
}

async function publish(
  db: Transaction<ControlTables>,
  dataset: string,
  publication: Publication,
): Promise<number> {
  const { runId, generation, pipeline, rows } = publication;
  const ofRun = (column: string) =>
    sql<string | null>`(select ${sql.ref(column)} from headrace.run where id = ${runId})`;
  // Two runs of one dataset that conclude at once get one version each.
  await sql`select pg_advisory_xact_lock(hashtext('headrace version'), hashtext(${dataset}))`.execute(db);
  const { version } = await db
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
    })
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

async function recordState(
  db: Transaction<ControlTables>,
  { runId, outcome, fence }: ConcludeClaim,
  { counts, refusal }: Verdict,
): Promise<void> {
  await db
    .updateTable('headrace.run')
    .set({
      state: refusal === undefined ? outcome : 'failed',
      counts: JSON.stringify(counts),
      fence,
      concluded_at: sql`coalesce(concluded_at, now())`,
    })
    .where('id', '=', runId)
    .execute();
}
