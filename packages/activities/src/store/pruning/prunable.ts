import type { PruneFilter, PrunePreview, PruneProgress, PruneRequest } from '@headrace/contracts';
import { sql, type RawBuilder } from 'kysely';

export interface PruneScope {
  /** Runs that ended before; ISO 8601. */
  readonly before: string;
  readonly pipeline: string | null;
}

/** Whether `run` ended long enough ago, and has keys; of one that was begun with, whatever is left. */
export function isOld({ before, pipeline }: PruneScope): RawBuilder<boolean> {
  const ofPipeline = pipeline === null ? sql`` : sql`and run.pipeline = ${pipeline}`;
  return sql`(
    run.concluded_at < ${before} and run.state <> 'running' ${ofPipeline} and exists (
      select from headrace.shard where shard.run = run.id and (shard.listed > 0 or run.pruned_at is not null)
    )
  )`;
}

/** Whether `run` was begun with, or nobody needs its keys; in a statement with `withNeeded`. */
export function isUnneeded(): RawBuilder<boolean> {
  return sql`(run.pruned_at is not null or (
    not exists (select from needed where needed.run = run.id) and not ${isQuarantined('run')}
  ))`;
}

/** The CTE `needed`: the runs whose rows somebody reads, or may read when they go on. */
export function withNeeded({ before }: Pick<PruneScope, 'before'>): RawBuilder<unknown> {
  return sql`
    unfinished as (
      select id, replay_of, uses from headrace.run
      where state = 'running' or (state in ('cancelled', 'failed') and concluded_at >= ${before})
    ),
    newest as (
      select held.run from headrace.dataset_version as held join (
        select dataset, pipeline, max(version) as version from headrace.dataset_version group by dataset, pipeline
      ) as latest using (dataset, pipeline, version)
    ),
    reader as (
      select uses from unfinished
      union all
      select uses from headrace.run as waiting where uses <> '[]' and ${isQuarantined('waiting')}
    ),
    needed as materialized (
      -- what a replay landed are rows of the run that it replays
      select unnest(array[run.id, run.replay_of]) as run from newest join headrace.run on run.id = newest.run
      union
      select replay_of from unfinished
      union
      select used ->> 'run' from reader cross join lateral jsonb_array_elements(reader.uses) as used
    )`;
}

/** The version of a replay has the rows of the replayed run, whose keys it takes. */
function isQuarantined(run: string): RawBuilder<boolean> {
  return sql`exists (
    select from headrace.quarantine as kept where kept.run = ${sql.ref(run)}.id and kept.discarded_by is null
  )`;
}

/** Removing the keys of runs that ended long ago. */
export interface Prunes {
  /** One bounded step of a prune. Resolves to what the whole prune has removed so far. */
  prune(request: PruneRequest): Promise<PruneProgress>;
  /** Counts the runs, keys and bytes that a prune would remove. */
  previewPrune(filter: PruneFilter): Promise<PrunePreview>;
}
