import type { Landed } from '@headrace/contracts';
import { sql, type Kysely } from 'kysely';

import { RunNotFound, Superseded } from '../errors.ts';
import type { BatchClaim, ClaimedBatch, CountedRequests } from '../store.ts';
import type { ControlTables, StoreContext } from '../tables.ts';

export async function claimBatch({ db, guards }: StoreContext, claim: BatchClaim): Promise<ClaimedBatch> {
  const batch = await db
    .updateTable('headrace.batch')
    .set({ fence: claim.fence })
    .where('run', '=', claim.runId)
    .where('number', '=', claim.batch)
    .where(guards.mayClaim(claim))
    .returningAll()
    .returning((row) =>
      row
        .selectFrom('headrace.run')
        .select('replay_of')
        .whereRef('headrace.run.id', '=', 'headrace.batch.run')
        .as('replay_of'),
    )
    .executeTakeFirst();
  if (batch === undefined) throw await refusal(db, claim);
  const { keys, cursor, pending, control_key: controlKey, replay_of: replayOf } = batch;
  return {
    keys,
    cursor,
    pending,
    ...(controlKey !== null && { controlKey }),
    counts: toLanded(batch),
    ...(replayOf !== null && { replayOf }),
  };
}

async function refusal(
  db: Kysely<ControlTables>,
  { runId, pipeline, batch, fence }: BatchClaim,
): Promise<Error> {
  const { rows } = await sql<{ fence: number }>`
    select fence from headrace.batch where run = ${runId} and number = ${batch}`.execute(db);
  const holder = rows[0];
  if (holder === undefined)
    return new RunNotFound(`no batch ${batch} of run ${runId} of ${pipeline} in the store`);
  return new Superseded(
    `batch ${batch} of run ${runId} was taken by the attempt of ${at(holder.fence)}, later than this one of ${at(fence)}`,
  );
}

function at(fence: number): string {
  return new Date(fence).toISOString();
}

export interface BatchCounts {
  readonly listed: number;
  readonly landed: number;
  readonly absent: number;
  readonly quarantined: number;
  readonly requests: number;
}

export function toLanded({ listed, landed, absent, quarantined, requests }: BatchCounts): Landed {
  return { landed, absent, quarantined, requests, pending: listed - landed - absent - quarantined };
}

export async function countRequests({ db }: StoreContext, counted: CountedRequests): Promise<void> {
  const { runId, batch, fence, requests, cursor = null } = counted;
  await sql`
    update headrace.batch set requests = requests + ${requests}
    where run = ${runId} and number = ${batch} and fence = ${fence}
      and (${cursor}::int is null or cursor = ${cursor})`.execute(db);
}
