import { sql, type RawBuilder } from 'kysely';

export interface LandedKeysOptions {
  readonly runId: string;
  /** A stretch of one batch; the whole run where it is not given. */
  readonly slice?: { readonly batch: number; readonly from: number; readonly keys: number };
}

/**
 * CTEs, the last of them `landed`: the keys that a run landed, with their batch's `number` and their `ordinality` in it.
 * Grouped, not looked up in jsonb or joined: the one is quadratic in a batch's keys, and the planner, which cannot know
 * how many those are, makes the other so.
 */
export function withLanded({ runId, slice }: LandedKeysOptions): RawBuilder<unknown> {
  const ofBatch = slice ? sql`and number = ${slice.batch}` : sql``;
  const ofSlice = slice ? sql`and ordinality > ${slice.from} order by ordinality limit ${slice.keys}` : sql``;
  return sql`
    batch as materialized (
      select number, keys, cursor, absent_keys, pending from headrace.batch where run = ${runId} ${ofBatch}
    ),
    passed as (
      select key, number, ordinality
      from batch cross join lateral jsonb_array_elements_text(keys) with ordinality as listed (key, ordinality)
      where ordinality <= cursor ${ofSlice}
    ),
    unlanded as (
      select jsonb_array_elements_text(absent_keys) as key from batch
      union all
      select item ->> 'key' from batch cross join lateral jsonb_array_elements(pending) as item
    ),
    fetched as (
      select key, min(number) as number, min(ordinality) as ordinality
      from (select * from passed union all select key, null, null from unlanded) as fate
      group by key having bool_and(number is not null)
    ),
    landed as (
      select * from fetched where not exists (
        select from headrace.quarantine as kept
        where kept.run = (select coalesce(replay_of, id) from headrace.run where id = ${runId})
          and kept.key = fetched.key
      )
    )`;
}
