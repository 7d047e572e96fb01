import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const skippedRuns: Migration = {
  async up(db) {
    await sql`
      alter table headrace.run
        drop constraint run_state_check,
        add constraint run_state_check
          check (state in ('running', 'completed', 'skipped', 'cancelled', 'failed'))`.execute(db);
  },
};
