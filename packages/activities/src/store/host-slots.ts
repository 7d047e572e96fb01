import { sql, type RawBuilder } from 'kysely';

import type { LeaseAsk } from '../budget/lease.ts';

/** Slots that a worker does not renew are free again after, s. */
const expiry = 3;
/** Slots beyond an even share, or all where there are fewer than workers, go on to the next ones after, s. */
const turn = 1;

/**
 * A host's leases after one worker asked. It may use what the others neither hold nor, up to a fair share, want; so slots
 * that nobody wants are used, and a worker that comes late gets its share as the others' requests end. What does not come
 * out even goes round.
 *
 * Subqueries only: an update that waited for its row computes these again from the row it then finds, but not a CTE.
 */
export function leasesAfter({ worker, budget, held, wanted }: LeaseAsk): RawBuilder<unknown> {
  const me = sql`${worker}::text`;
  const concurrent = sql`${budget.concurrent}::int`;
  const now = sql`extract(epoch from now())`;
  const asked = sql`jsonb_build_object('held', ${held}::int, 'wanted', ${wanted}::int, 'until', ${now} + ${expiry}::int)`;
  const workers = sql`
    select key as name, value as lease, (value ->> 'held')::int as held, (value ->> 'wanted')::int as wanted
    from jsonb_each(leases || jsonb_build_object(${me}, ${asked}))
    where (value ->> 'until')::numeric > ${now}`;
  const fair = sql`
    select *, ${concurrent} / count(*) over () + (
      (row_number() over (order by name) + floor(${now} / ${turn}::int)::bigint) % count(*) over ()
      < ${concurrent} % count(*) over ())::int as share
    from (${workers}) as worker`;
  const granted = sql`
    select coalesce(jsonb_object_agg(name, lease), '{}') as others, greatest(0, least(${wanted}::int,
      ${concurrent} - coalesce(sum(greatest(held, least(wanted, share))), 0)))::int as slots
    from (${fair}) as fair where name <> ${me}`;
  const answer = sql`jsonb_build_object('slots', slots, 'held', greatest(${held}::int, slots))`;
  return sql`(
    select case when ${wanted}::int = 0 then others
      else others || jsonb_build_object(${me}, ${asked} || ${answer}) end
    from (${granted}) as granted
  )`;
}
