import type { AnyPipelineContract, ConcludeRequest } from '@headrace/contracts';
import { sql, type Transaction } from 'kysely';

import { moveWatermark } from './move-watermark.ts';
import type { ControlTables } from './tables.ts';

/** What a run published. */
export interface Version {
  readonly version: number | null;
  readonly watermark: string | null;
}

export const unpublished: Version = { version: null, watermark: null };

/** A run that may publish, each time it starts over once. */
export interface Publisher extends ConcludeRequest {
  readonly generation: number;
}

/** `undefined` where the run has published nothing yet. */
export async function readVersion(
  db: Transaction<ControlTables>,
  dataset: string,
  { runId, generation }: Publisher,
): Promise<Version | undefined> {
  return db
    .selectFrom('headrace.dataset_version')
    .select(['version', 'watermark'])
    .where('dataset', '=', dataset)
    .where('run', '=', runId)
    .where('generation', '=', generation)
    .executeTakeFirst();
}

interface Publication extends Publisher {
  readonly rows: number;
}

/** Publishes the dataset's next version, and with it the run's watermark. */
export async function publish(
  db: Transaction<ControlTables>,
  contract: AnyPipelineContract,
  publication: Publication,
): Promise<Version> {
  const dataset = contract.dataset.name;
  const { runId, generation, pipeline, rows } = publication;
  const ofRun = (column: string) =>
    sql<string | null>`(select ${sql.ref(column)} from headrace.run where id = ${runId})`;
  // Two runs of one dataset that conclude at once get one version each.
  await sql`select pg_advisory_xact_lock(hashtext('headrace version'), hashtext(${dataset}))`.execute(db);
  const watermark = await moveWatermark(db, contract, runId);
  return db
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
      watermark,
    })
    .returning(['version', 'watermark'])
    .executeTakeFirstOrThrow();
}
