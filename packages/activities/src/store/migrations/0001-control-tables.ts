import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const controlTables: Migration = {
  async up(db) {
    await sql`
      create table headrace.run (
        id text primary key,
        pipeline text not null,
        -- json keeps the input as given; jsonb refuses an escaped NUL
        input json not null,
        execution text not null,
        superseded text[] not null default '{}',
        generation int not null default 1,
        state text not null check (state in ('running', 'completed', 'cancelled', 'failed')),
        counts jsonb,
        started_at timestamptz not null default now(),
        concluded_at timestamptz
      )`.execute(db);
    await sql`
      create table headrace.shard (
        run text not null references headrace.run on delete cascade,
        shard int not null,
        first_batch int not null,
        batches int not null,
        listed int not null,
        requests bigint not null,
        next text,
        primary key (run, shard)
      )`.execute(db);
    await sql`
      create table headrace.batch (
        run text not null references headrace.run on delete cascade,
        number int not null,
        keys jsonb not null,
        listed int not null,
        cursor int not null default 0,
        pending jsonb not null default '[]',
        absent_keys jsonb not null default '[]',
        control_key text,
        fence bigint,
        landed int not null default 0,
        absent int not null default 0,
        quarantined int not null default 0,
        requests bigint not null default 0,
        primary key (run, number)
      )`.execute(db);
    await sql`
      create table headrace.quarantine (
        run text not null references headrace.run on delete cascade,
        key text not null,
        pipeline text not null,
        batch int not null,
        reason text not null,
        detail text not null,
        status int,
        attempts int not null,
        record text,
        created_at timestamptz not null default now(),
        primary key (run, key)
      )`.execute(db);
    await sql`
      create table headrace.dataset_version (
        dataset text not null,
        version int not null,
        run text not null references headrace.run,
        generation int not null,
        pipeline text not null,
        rows bigint not null,
        published_at timestamptz not null default now(),
        primary key (dataset, version),
        unique (run, generation, dataset)
      )`.execute(db);
  },
};
