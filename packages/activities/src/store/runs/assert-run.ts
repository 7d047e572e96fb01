import type { Kysely } from 'kysely';

import { Superseded, RunPruned } from '../errors.ts';
import type { ControlTables } from '../tables.ts';

export interface RunClaim {
  readonly runId: string;
  readonly fence: number;
}

/** Throws `Superseded` for an attempt scheduled before the one that concluded the run or took it over. */
export function assertCurrent(
  { runId, fence }: RunClaim,
  holder: ControlTables['headrace.run']['fence'],
): void {
  if (holder === null || holder <= fence) return;
  const [later, own] = [holder, fence].map((time) => new Date(time).toISOString());
  throw new Superseded(
    `run ${runId} was concluded or taken over by the attempt of ${later}, later than this one of ${own}`,
  );
}

export interface KeptOptions {
  /** Keeps them from being pruned until the transaction has ended. Default false. */
  readonly hold?: boolean;
}

/** Throws `RunPruned` for the first of the runs whose keys are gone or going. */
export async function assertKept(
  db: Kysely<ControlTables>,
  runIds: readonly string[],
  { hold = false }: KeptOptions = {},
): Promise<void> {
  if (runIds.length === 0) return;
  const runs = await db
    .selectFrom('headrace.run')
    .select(['id', 'pruned_at'])
    .where('id', 'in', runIds)
    .orderBy('id')
    .$if(hold, (query) => query.forKeyShare())
    .execute();
  for (const { id, pruned_at: prunedAt } of runs) if (prunedAt !== null) throw new RunPruned(id, prunedAt);
}
