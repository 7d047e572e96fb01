import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const intervalsAndWatermarks: Migration = {
  async up(db) {
    await sql`
      alter table headrace.run
        add column interval_start timestamptz,
        add column interval_end timestamptz,
        add column schedule text,
        -- the versions that the run reads
        add column uses jsonb not null default '[]',
        -- where an incremental run's list begins, and whose watermark it moves
        add column since text,
        add column watermark_scope text`.execute(db);
    await sql`
      alter table headrace.shard
        -- the lowest and the highest that was listed
        add column low text,
        add column high text`.execute(db);
    await sql`
      alter table headrace.dataset_version
        add column interval_start timestamptz,
        add column interval_end timestamptz,
        add column watermark text`.execute(db);
    await sql`create index on headrace.dataset_version (dataset, interval_start, interval_end)`.execute(db);
    await sql`
      create table headrace.watermark (
        pipeline text not null,
        -- the input fields that have a watermark of their own, as JSON
        scope text not null,
        value text not null,
        run text not null references headrace.run on delete cascade,
        published_at timestamptz not null default now(),
        primary key (pipeline, scope)
      )`.execute(db);
  },
};
