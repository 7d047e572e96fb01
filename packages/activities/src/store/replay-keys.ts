import type { ReplayPreview, ReplayRequest } from '@headrace/contracts';
import { sql } from 'kysely';

import type { KeyPage, PageRequest } from '../source/source.ts';
import { matching } from './quarantine-filter.ts';
import { readQuarantineRun } from './quarantine-run.ts';
import type { StoreContext } from './tables.ts';

/** See `Store.previewReplay`. */
export async function previewReplay(context: StoreContext, replay: ReplayRequest): Promise<ReplayPreview> {
  const { pipeline, input } = await readQuarantineRun(context, replay.run);
  const { rows } = await sql<{ items: number }>`
    select count(*) as items from headrace.quarantine where ${matching(replay)}`.execute(context.db);
  return { pipeline, input, items: rows[0]!.items };
}

/** See `Store.listReplayKeys`. The cursor is the last key: landing clears the entries before it. */
export async function listReplayKeys(
  { db }: StoreContext,
  replay: ReplayRequest,
  { cursor, limit }: PageRequest,
): Promise<KeyPage> {
  const behind = cursor === undefined ? sql`` : sql`and key > ${cursor}`;
  const { rows } = await sql<{ key: string }>`
    select key from headrace.quarantine where ${matching(replay)} ${behind}
    order by key limit ${limit + 1}`.execute(db);
  const keys = rows.slice(0, limit).map(({ key }) => key);
  const last = keys.at(-1);
  return { keys, ...(rows.length > limit && last !== undefined && { next: last }) };
}
