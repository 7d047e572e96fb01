import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const prunes: Migration = {
  async up(db) {
    // From then on nobody reads the run's keys; its shards are what is still to be removed.
    await sql`alter table headrace.run add column pruned_at timestamptz`.execute(db);
    // A prune goes through the runs in the order in which they ended.
    await sql`create index on headrace.run (concluded_at, id)`.execute(db);
    await sql`
      create table headrace.prune (
        id text primary key,
        pipeline text,
        -- runs that ended before; decided once, so that every step of the prune means the same
        before timestamptz not null,
        -- the run that the last step has come to
        passed_at timestamptz not null default '-infinity',
        passed text not null default '',
        runs bigint not null default 0,
        batches bigint not null default 0,
        keys bigint not null default 0,
        bytes bigint not null default 0,
        started_at timestamptz not null default now()
      )`.execute(db);
  },
};
