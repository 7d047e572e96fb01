import { randomUUID } from 'node:crypto';

import type { PlanClaim, Store } from '@headrace/activities';
import type { AnyPipelineContract, ConcludeRequest, Pruned, PruneRequest } from '@headrace/contracts';

import { newChunk, newKeys, newRun, planned, rowsOf, things, type StoreBench } from './store-rig.ts';

const day = 86_400_000;

/** What is left of a run of `end`: all, or nothing. */
export const whole = { batches: 2, shards: 1 };
export const gone = { batches: 0, shards: 0 };

interface Ending {
  readonly outcome?: ConcludeRequest['outcome'];
  /** Ago. */
  readonly days?: number;
  readonly quarantined?: boolean;
  readonly run?: Partial<PlanClaim>;
}

/** A pipeline of its own for each test: one prunes nothing of another's. */
export function newPipeline(): AnyPipelineContract {
  return { ...things, name: `things-${randomUUID()}` };
}

/** A run of six keys in two batches that landed, and has ended. */
export async function end(
  { store, query }: StoreBench,
  contract: AnyPipelineContract,
  ending: Ending = {},
): Promise<PlanClaim> {
  const { outcome = 'completed', days = 100, quarantined = false, run: overrides } = ending;
  const keys = newKeys(6);
  const run = await planned(store, keys, newRun({ pipeline: contract.name, ...overrides }));
  for (const [batch, from, to] of [
    [0, 0, 4],
    [1, 4, 6],
  ] as const) {
    await store.claimBatch({ ...run, batch });
    const landed = rowsOf(keys.slice(from, to));
    const [last] = landed.slice(-1);
    const bad = quarantined && batch === 1 && last ? last.key : undefined;
    const item = { attempts: 1, since: 0, reason: 'refused', detail: 'no' } as const;
    const chunk = newChunk(run, {
      batch,
      advance: landed.length,
      landed: landed.filter(({ key }) => key !== bad),
      quarantined: bad === undefined ? [] : [{ ...item, key: bad }],
    });
    await store.commitChunk(contract, chunk);
  }
  await store.conclude(contract, { ...run, outcome, quarantineLimit: 1, fence: run.fence + 1 });
  await query(`update headrace.run set concluded_at = now() - $2 * interval '1 day' where id = $1`, [
    run.runId,
    days,
  ]);
  return run;
}

/** Keeps a pipeline's other runs from being its newest version's. */
export function publish(bench: StoreBench, contract: AnyPipelineContract): Promise<PlanClaim> {
  return end(bench, contract, { days: 0 });
}

export function newPrune({ name }: AnyPipelineContract, changes: Partial<PruneRequest> = {}): PruneRequest {
  return { id: randomUUID(), olderThan: 90 * day, pipeline: name, ...changes };
}

export function read(
  { store }: StoreBench,
  contract: AnyPipelineContract,
  runId?: string,
): ReturnType<Store['readRows']> {
  return store.readRows(contract, { pipeline: contract.name, ...(runId && { runId }), limit: 100 });
}

export async function countKept(
  { query }: StoreBench,
  runId: string,
): Promise<{ batches: number; shards: number }> {
  const [row] = await query<{ batches: number; shards: number }>(
    `select (select count(*)::int from headrace.batch where run = $1) as batches,
      (select count(*)::int from headrace.shard where run = $1) as shards`,
    [runId],
  );
  return row!;
}

export async function pruneAll(store: Store, request: PruneRequest): Promise<Pruned> {
  for (;;) {
    const { more, ...pruned } = await store.prune(request);
    if (!more) return pruned;
  }
}
