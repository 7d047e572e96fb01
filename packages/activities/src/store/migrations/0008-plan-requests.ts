import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const planRequests: Migration = {
  async up(db) {
    // of plans that failed, which no shard counts
    await sql`alter table headrace.run add column plan_requests bigint not null default 0`.execute(db);
  },
};
