import { limits } from '@headrace/contracts';
import { sql, type RawBuilder } from 'kysely';

import { capBytes, toStorable } from '../check-row.ts';
import type { Chunk, QuarantineEntry } from '../store.ts';

/** Inserts or replaces the chunk's quarantine entries where the fence held. */
export function quarantineEntries(chunk: Chunk): RawBuilder<unknown> {
  return sql`
    insert into headrace.quarantine (run, pipeline, batch, key, reason, detail, status, attempts, record)
    select ${chunk.runId}, ${chunk.pipeline}, ${chunk.batch}::int, entry.*
    from ${entriesOf(chunk)}
    where exists (select from fence)
    on conflict (run, key) do update set
      batch = excluded.batch, reason = excluded.reason, detail = excluded.detail, status = excluded.status,
      attempts = excluded.attempts, record = excluded.record, created_at = excluded.created_at,
      discarded_by = null`;
}

/** Takes what a replay's chunk has landed out of the quarantine of the run it replays. */
export function clearReplayed({ landed, replayOf }: Chunk): RawBuilder<unknown> {
  return sql`
    delete from headrace.quarantine
    where run = ${replayOf} and key = any(${landed.map(({ key }) => key)}::text[]) and exists (select from fence)`;
}

/**
 * Keeps the items that a replay found absent as discarded, so that older rows of these keys do not count for
 * the run.
 */
export function discardReplayed({ runId, absent, replayOf }: Chunk): RawBuilder<unknown> {
  return sql`
    update headrace.quarantine set discarded_by = ${runId}, record = null
    where run = ${replayOf} and key = any(${absent}::text[]) and discarded_by is null
      and exists (select from fence)`;
}

/**
 * Keeps items that failed again in place, with the new reason; items cleared or discarded meanwhile stay
 * away.
 */
export function updateReplayed(chunk: Chunk): RawBuilder<unknown> {
  return sql`
    update headrace.quarantine as kept set
      reason = entry.reason, detail = entry.detail, status = entry.status, record = entry.record,
      attempts = kept.attempts + entry.attempts, created_at = now()
    from ${entriesOf(chunk)}
    where kept.run = ${chunk.replayOf} and kept.key = entry.key and kept.discarded_by is null
      and exists (select from fence)`;
}

function entriesOf({ quarantined }: Chunk): RawBuilder<unknown> {
  const entries = new Map(quarantined.map((entry) => [entry.key, toStored(entry)]));
  return sql`
    jsonb_to_recordset(${JSON.stringify([...entries.values()])}::jsonb)
      as entry (key text, reason text, detail text, status int, attempts int, record text)`;
}

function toStored(entry: QuarantineEntry): QuarantineEntry {
  const detail = toStorable(entry.detail.slice(0, limits.quarantineDetailCharacters));
  if (entry.record === undefined) return { ...entry, detail };
  return { ...entry, detail, record: capBytes(toStorable(entry.record), limits.quarantineRecordBytes) };
}
