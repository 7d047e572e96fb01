import type { AnyPipelineContract, Landed } from '@headrace/contracts';
import { sql, type RawBuilder } from 'kysely';

import { Superseded } from '../errors.ts';
import {
  clearReplayed,
  discardReplayed,
  quarantineEntries,
  updateReplayed,
} from '../quarantine/quarantine-entries.ts';
import { toStorable } from '../check-row.ts';
import { upsertRows } from '../rows/upsert-rows.ts';
import type { Chunk, PendingItem } from '../store.ts';
import type { StoreGuards } from '../guards.ts';
import type { StoreContext } from '../tables.ts';
import { toLanded, type BatchCounts } from './claim-batch.ts';

/**
 * One statement is the transaction: one round trip, and no lock is ever held by a process that died in
 * between. Postgres evaluates the fence first, since everything else depends on its row.
 */
export async function commitChunk(
  { db, schema, guards }: StoreContext,
  contract: AnyPipelineContract,
  chunk: Chunk,
): Promise<Landed> {
  const { moved } = await guards.moveCursor(db, moveCursor(chunk, guards));
  const parts = [
    sql`fence as (${moved})`,
    ...(chunk.landed.length > 0 ? [sql`landed as (${upsertRows(contract, { schema, chunk })})`] : []),
    ...quarantine(chunk),
  ];
  const { rows } = await sql<BatchCounts>`with ${sql.join(parts)} select * from fence`.execute(db);
  if (rows[0] === undefined) {
    throw new Superseded(
      `batch ${chunk.batch} of run ${chunk.runId} is no longer at cursor ${chunk.cursor} under this attempt; nothing was written`,
    );
  }
  return toLanded(rows[0]);
}

function quarantine(chunk: Chunk): RawBuilder<unknown>[] {
  const { landed, absent, quarantined, replayOf } = chunk;
  if (replayOf === undefined)
    return quarantined.length > 0 ? [sql`quarantined as (${quarantineEntries(chunk)})`] : [];
  return [
    ...(landed.length > 0 ? [sql`cleared as (${clearReplayed(chunk)})`] : []),
    ...(absent.length > 0 ? [sql`discarded as (${discardReplayed(chunk)})`] : []),
    ...(quarantined.length > 0 ? [sql`quarantined as (${updateReplayed(chunk)})`] : []),
  ];
}

/** The fence: no row comes back where another attempt has the batch or the cursor has moved. */
function moveCursor(chunk: Chunk, { holdsBatch }: StoreGuards): RawBuilder<BatchCounts> {
  return sql`
    update headrace.batch set
      cursor = cursor + ${chunk.advance},
      pending = ${JSON.stringify(chunk.pending.map(toStored))}::jsonb,
      absent_keys = absent_keys || ${JSON.stringify(chunk.absent)}::jsonb,
      control_key = coalesce(${chunk.controlKey ?? null}::text, control_key),
      landed = landed + ${chunk.landed.length},
      absent = absent + ${chunk.absent.length},
      quarantined = quarantined + ${chunk.quarantined.length},
      requests = requests + ${chunk.requests}
    where run = ${chunk.runId} and number = ${chunk.batch} and ${holdsBatch(chunk)}
    returning listed, landed, absent, quarantined, requests`;
}

function toStored(item: PendingItem): PendingItem {
  return { ...item, detail: toStorable(item.detail) };
}
