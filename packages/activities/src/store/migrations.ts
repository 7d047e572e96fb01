import type { Migration } from 'kysely/migration';

import { controlTables } from './migrations/0001-control-tables.ts';

/** In order of their names. One that was released is never changed; the next one gets the next number. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-control-tables': controlTables,
};
