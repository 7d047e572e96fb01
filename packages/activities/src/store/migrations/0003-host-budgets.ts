import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const hostBudgets: Migration = {
  async up(db) {
    await sql`
      create table headrace.host_budget (
        host text primary key,
        -- when the next request is due, all booked ones going out in an even row
        next_at timestamptz not null default now(),
        blocked_until timestamptz not null default 'epoch',
        -- times in a row that the host refused without saying for how long
        refusals int not null default 0,
        -- by worker: {held, wanted, until}; in the row, so that one update decides over all of them
        leases jsonb not null default '{}'
      )`.execute(db);
  },
};
