import { sql, type RawBuilder } from 'kysely';

import type { Lease, HostLeaseRequest, HostBlock } from '../budget/lease.ts';
import type { StoreContext } from './tables.ts';

type Db = StoreContext['db'];

export async function leaseRequests({ db }: StoreContext, ask: HostLeaseRequest): Promise<Lease> {
  const lease = await updateHost(db, ask);
  if (lease) return lease;
  await sql`insert into headrace.host_budget (host) values (${ask.host}) on conflict do nothing`.execute(db);
  return (await updateHost(db, ask))!;
}

/**
 * Takes from a token bucket that is stored as a time, `next_at`. Each booked request moves the time on by
 * its part of a second, and the time may run `burst` ahead
 * (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm). One update: workers queue for the row, and
 * each gets the times after the one before.
 */
async function updateHost(db: Db, ask: HostLeaseRequest): Promise<Lease | undefined> {
  const { requestsPerSecond, burst } = ask.budget;
  const booked = sql`(case when blocked_until > now() then 0 else ${ask.requests}::int end)`;
  const { rows } = await sql<Lease>`
    update headrace.host_budget set
      next_at = greatest(next_at, now()) + ${booked} * make_interval(secs => ${1 / requestsPerSecond}::float8),
      refusals = greatest(0, refusals - ${ask.answered ? 1 : 0}::int),
      leases = ${leasesAfter(ask)}
    where host = ${ask.host}
    returning
      ${booked} as requests,
      (extract(epoch from next_at - now())
        - (${booked} + ${burst - 1}::int) / ${requestsPerSecond}::float8)::float8 * 1000 as "startsIn",
      coalesce((leases #>> array[${ask.worker}, 'slots'])::int, 0) as slots,
      greatest(1, (select count(*) from jsonb_object_keys(leases))) as workers,
      greatest(0, extract(epoch from blocked_until - now()) * 1000)::float8 as "blockedFor"`.execute(db);
  return rows[0];
}

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
function leasesAfter({ worker, budget, held, wanted }: HostLeaseRequest): RawBuilder<unknown> {
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

/** A host that does not say how long to wait is left alone for this long, doubling with each refusal, s. */
const firstBackOff = 1;
const longestBackOff = 5 * 60;
/** Refusals beyond these change nothing: 2^9 s is past the longest back-off. */
const countedRefusals = 9;

export async function blockHost({ db }: StoreContext, block: HostBlock): Promise<number> {
  const { host, budget, age, retryAfter } = block;
  const isNews = sql`now() - make_interval(secs => ${age / 1_000}::float8) > blocked_until`;
  const backOff = sql`least(${longestBackOff}::int, ${firstBackOff}::int * 2 ^ refusals)`;
  const until =
    retryAfter === undefined
      ? sql`case when ${isNews} then now() + make_interval(secs => ${backOff}) else blocked_until end`
      : sql`now() + make_interval(secs => ${retryAfter / 1_000}::float8)`;
  const counted = retryAfter === undefined ? sql`(${isNews})::int` : sql`0`;
  const { rows } = await sql<{ wait: number }>`
    update headrace.host_budget as host set
      refusals = least(${countedRefusals}::int, refusals + ${counted}),
      (blocked_until, next_at) = (
        -- afterwards evenly: what was not asked meanwhile is no burst to come
        select until, greatest(next_at, until + make_interval(secs => ${(budget.burst - 1) / budget.requestsPerSecond}::float8))
        from (select greatest(blocked_until, ${until}) as until) as block
      )
    where host.host = ${host}
    returning greatest(0, extract(epoch from blocked_until - now()) * 1000)::float8 as wait`.execute(db);
  return rows[0]?.wait ?? 0;
}
