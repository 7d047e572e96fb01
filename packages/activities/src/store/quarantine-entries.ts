import { limits } from '@headrace/contracts';
import { sql, type RawBuilder } from 'kysely';

import type { Chunk, QuarantineEntry } from './store.ts';
import { capBytes, toStorable } from './storable.ts';

/** Inserts or replaces the chunk's quarantine entries where the fence held. */
export function quarantineEntries(chunk: Chunk): RawBuilder<unknown> {
  const entries = new Map(chunk.quarantined.map((entry) => [entry.key, toStored(entry)]));
  return sql`
    insert into headrace.quarantine (run, pipeline, batch, key, reason, detail, status, attempts, record)
    select ${chunk.runId}, ${chunk.pipeline}, ${chunk.batch}::int, entry.*
    from jsonb_to_recordset(${JSON.stringify([...entries.values()])}::jsonb)
      as entry (key text, reason text, detail text, status int, attempts int, record text)
    where exists (select from fence)
    on conflict (run, key) do update set
      batch = excluded.batch, reason = excluded.reason, detail = excluded.detail, status = excluded.status,
      attempts = excluded.attempts, record = excluded.record, created_at = excluded.created_at`;
}

function toStored(entry: QuarantineEntry): QuarantineEntry {
  const detail = toStorable(entry.detail.slice(0, limits.quarantineDetailCharacters));
  if (entry.record === undefined) return { ...entry, detail };
  return { ...entry, detail, record: capBytes(toStorable(entry.record), limits.quarantineRecordBytes) };
}
