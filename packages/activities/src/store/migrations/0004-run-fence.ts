import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const runFence: Migration = {
  async up(db) {
    await sql`alter table headrace.run add column fence bigint`.execute(db);
  },
};
