import type { QuarantineFilter } from '@headrace/contracts';
import { sql, type RawBuilder } from 'kysely';

/** The items that a filter fits, without those discarded. */
export function matching(filter: QuarantineFilter): RawBuilder<boolean> {
  const { run, pipeline, reason, key } = filter;
  const given = Object.entries({ run, pipeline, reason, key }).filter(([, value]) => value !== undefined);
  const fits = given.map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  return sql`${sql.join([sql`discarded_by is null`, ...fits], sql` and `)}`;
}
