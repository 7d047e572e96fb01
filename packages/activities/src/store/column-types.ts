import type { ColumnType } from '@headrace/contracts';

/** How Postgres names the type of a column. */
export const postgresTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  timestamp: 'timestamp with time zone',
};
