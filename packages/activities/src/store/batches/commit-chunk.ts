import type { AnyPipelineContract, Landed } from '@headrace/contracts';
import { sql, type RawBuilder } from 'kysely';

import { Superseded } from '../errors.ts';
import {
  clearReplayed,
  discardReplayed,
  quarantineEntries,
  updateReplayed,
} from '../quarantine/quarantine-entries.ts';
import { toStorable } from '../rows/check-row.ts';
import { upsertRows } from '../rows/upsert-rows.ts';
import type { Chunk, PendingItem } from '../store.ts';
import type { StoreMutations, StoreContext } from '../tables.ts';
import { toLanded, type BatchCounts } from './claim-batch.ts';

/**
 * One statement is the transaction: one round trip, and no lock is ever held by a process that died in
 * between. Postgres evaluates the fence first, since everything else depends on its row.
 */
export async function commitChunk(
  { db, schema, mutations }: StoreContext,
  contract: AnyPipelineContract,
  chunk: Chunk,
): Promise<Landed> {
  let fence = moveCursor(chunk, mutations);
  if (mutations.cursorApart) fence = readMoved((await fence.execute(db)).rows);
  const parts = [
    sql`fence as (${fence})`,
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
function moveCursor(chunk: Chunk, { unfenced }: StoreMutations): RawBuilder<BatchCounts> {
  const holds = sql`fence = ${chunk.fence} and cursor = ${chunk.cursor}`;
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
    where run = ${chunk.runId} and number = ${chunk.batch} and ${unfenced ? sql`true` : holds}
    returning listed, landed, absent, quarantined, requests`;
}

/** Reads the row that the statement before returned. */
function readMoved(rows: readonly BatchCounts[]): RawBuilder<BatchCounts> {
  return sql`
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as moved (listed int, landed int, absent int, quarantined int, requests bigint)`;
}

function toStored(item: PendingItem): PendingItem {
  return { ...item, detail: toStorable(item.detail) };
}
