import type { AnyPipelineContract, Conclusion, RunAsked, RunCounts, RunRef } from '@headrace/contracts';
import { sql, type Transaction } from 'kysely';

import { QuarantineLimit, RunNotFound } from '../errors.ts';
import type { ConcludeClaim } from '../store.ts';
import type { StoreGuards } from '../guards.ts';
import type { ControlTables, StoreContext } from '../tables.ts';
import {
  publish,
  readVersion,
  unpublished,
  type Publisher,
  type Version,
} from '../versions/publish-version.ts';
import { assertCurrent } from './assert-run.ts';
import { insertRun, type Opening } from './open-run.ts';

interface Verdict extends Version {
  readonly counts: RunCounts;
  /** Why a run that was to complete failed. */
  readonly refusal?: string;
}

export async function conclude(
  { db, guards }: StoreContext,
  contract: AnyPipelineContract,
  request: ConcludeClaim,
): Promise<Conclusion> {
  const { counts, version, watermark, refusal } = await db.transaction().execute(async (transaction) => {
    if (request.asked) await insertRun(transaction, toOpening(contract, request, request.asked));
    const { generation, isConcluded, isOthers } = await lockRun(transaction, request);
    if (isOthers) await fenceOff(transaction, request);
    if (isConcluded || isOthers) return recall(transaction, contract, { ...request, generation });
    await closeBatches(transaction, request, guards);
    const verdict = await judge(transaction, contract, { ...request, generation });
    await recordState(transaction, request, verdict);
    return verdict;
  });
  // Thrown after the transaction: that the run failed is to be kept.
  if (refusal !== undefined) throw new QuarantineLimit(refusal);
  return { ...counts, version, ...(watermark !== null && { watermark }) };
}

/** Nobody has opened a run that has not planned; opened now, a plan on its way finds it concluded. */
function toOpening(
  { watermark }: AnyPipelineContract,
  { runId, pipeline }: RunRef,
  { replay: _mayBeGone, ...asked }: RunAsked,
): Opening {
  return { runId, pipeline, ...asked, ...(watermark && { watermark }) };
}

interface LockedRun {
  readonly generation: number;
  /** Concluded by a later attempt. */
  readonly isConcluded: boolean;
  /** Concluded by an earlier execution; this one has ended before it took the run over. */
  readonly isOthers: boolean;
}

async function lockRun(db: Transaction<ControlTables>, request: ConcludeClaim): Promise<LockedRun> {
  const { runId, pipeline, fence, outcome, asked } = request;
  const run = await db
    .selectFrom('headrace.run')
    .select(['generation', 'execution', 'state', 'fence'])
    .where('id', '=', runId)
    .where('pipeline', '=', pipeline)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (run === undefined) throw new RunNotFound(`no run ${runId} of ${pipeline} in the store`);
  if (run.state === 'running') assertCurrent(request, run.fence);
  const isAbandoned = outcome === 'cancelled' || outcome === 'failed';
  return {
    generation: run.generation,
    isConcluded: run.fence !== null && run.fence > fence,
    isOthers:
      isAbandoned && run.state !== 'running' && asked !== undefined && run.execution !== asked.execution,
  };
}

/** A plan of this execution that is still on its way is refused, too. */
async function fenceOff(db: Transaction<ControlTables>, { runId, fence }: ConcludeClaim): Promise<void> {
  await sql`update headrace.run set fence = greatest(fence, ${fence}) where id = ${runId}`.execute(db);
}

/** Reads the conclusion of a later attempt or an earlier execution. */
async function recall(
  db: Transaction<ControlTables>,
  { dataset }: AnyPipelineContract,
  request: Publisher,
): Promise<Verdict> {
  const published = await readVersion(db, dataset.name, request);
  return { counts: await total(db, request.runId), ...(published ?? unpublished) };
}

/** An attempt that Temporal has given up may not know it yet: what it would commit is no longer counted. */
async function closeBatches(
  db: Transaction<ControlTables>,
  claim: ConcludeClaim,
  { isOpen }: StoreGuards,
): Promise<void> {
  const { runId, fence } = claim;
  await sql`update headrace.batch set fence = ${fence} where run = ${runId} and ${isOpen(claim)}`.execute(db);
}

async function judge(
  db: Transaction<ControlTables>,
  contract: AnyPipelineContract,
  request: Publisher,
): Promise<Verdict> {
  const counts = await total(db, request.runId);
  const published = await readVersion(db, contract.dataset.name, request);
  if (published !== undefined || request.outcome !== 'completed')
    return { counts, ...(published ?? unpublished) };
  const allowed = request.quarantineLimit * counts.listed;
  const quarantined = counts.quarantined > allowed ? await readQuarantined(db, request) : [];
  if (countAll(quarantined) > allowed) {
    return { counts, ...unpublished, refusal: describeRefusal(quarantined, { ...request, ...counts }) };
  }
  return { counts, ...(await publish(db, contract, { ...request, rows: counts.landed })) };
}

async function total(db: Transaction<ControlTables>, runId: string): Promise<RunCounts> {
  const kept = await db
    .selectFrom('headrace.run')
    .select('counts')
    .where('id', '=', runId)
    .where('pruned_at', 'is not', null)
    .executeTakeFirst();
  // The batches are gone; the totals were kept at the run's end.
  if (kept?.counts) return kept.counts;
  const { rows } = await sql<RunCounts>`
    select count(*) as batches,
      coalesce(sum(listed), 0)::bigint as listed,
      coalesce(sum(landed), 0)::bigint as landed,
      coalesce(sum(absent), 0)::bigint as absent,
      coalesce(sum(quarantined), 0)::bigint as quarantined,
      (coalesce(sum(requests), 0)
        + (select coalesce(sum(requests), 0) from headrace.shard where run = ${runId})
        + coalesce((select plan_requests from headrace.run where id = ${runId}), 0))::bigint as requests
    from headrace.batch where run = ${runId}`.execute(db);
  return rows[0]!;
}

interface QuarantinedFor {
  readonly reason: string;
  readonly count: number;
}

/** Counts entries that are neither replayed nor discarded. The most frequent reason first. */
async function readQuarantined(
  db: Transaction<ControlTables>,
  { runId }: Publisher,
): Promise<QuarantinedFor[]> {
  const { rows } = await sql<QuarantinedFor>`
    select kept.reason, count(*) as count
    from headrace.run
      join headrace.quarantine as kept on kept.run = coalesce(run.replay_of, run.id)
    where run.id = ${runId} and kept.discarded_by is null and (
      run.replay_of is null
      or kept.key in (select jsonb_array_elements_text(keys) from headrace.batch where run = ${runId})
    )
    group by kept.reason order by count desc, kept.reason`.execute(db);
  return rows;
}

function countAll(quarantined: readonly QuarantinedFor[]): number {
  return quarantined.reduce((sum, { count }) => sum + count, 0);
}

function describeRefusal(
  quarantined: readonly QuarantinedFor[],
  { runId, quarantineLimit, listed }: Publisher & RunCounts,
): string {
  const mostly = quarantined.slice(0, 3).map(({ reason, count }) => `${count} ${reason}`);
  return (
    `run ${runId}: ${countAll(quarantined)} of ${listed} items were quarantined (${mostly.join(', ')}); ` +
    `at most ${quarantineLimit * 100} % may be, so nothing was published`
  );
}

async function recordState(
  db: Transaction<ControlTables>,
  { runId, outcome, fence }: ConcludeClaim,
  { counts, version, refusal }: Verdict,
): Promise<void> {
  // Cancelled or failed once it had published, it is completed still: its version stays.
  const kept = version === null ? outcome : 'completed';
  await db
    .updateTable('headrace.run')
    .set({
      state: refusal === undefined ? kept : 'failed',
      counts: JSON.stringify(counts),
      fence,
      concluded_at: sql`coalesce(concluded_at, now())`,
    })
    .where('id', '=', runId)
    .execute();
}
