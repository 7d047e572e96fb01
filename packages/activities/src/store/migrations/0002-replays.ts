import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const replays: Migration = {
  async up(db) {
    await sql`alter table headrace.run add column replay_of text references headrace.run on delete set null`.execute(
      db,
    );
    await sql`alter table headrace.quarantine add column discarded_by text`.execute(db);
  },
};
