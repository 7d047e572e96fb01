import { sql } from 'kysely';

import type { Lease, LeaseAsk } from '../budget/lease.ts';
import { leasesAfter } from './host-slots.ts';
import type { StoreContext } from './tables.ts';

type Db = StoreContext['db'];

/** See `RequestLeases.leaseRequests`. */
export async function leaseRequests({ db }: StoreContext, ask: LeaseAsk): Promise<Lease> {
  const lease = await updateHost(db, ask);
  if (lease) return lease;
  await sql`insert into headrace.host_budget (host) values (${ask.host}) on conflict do nothing`.execute(db);
  return (await updateHost(db, ask))!;
}

/**
 * Takes from a token bucket that is kept as a time, `next_at`: each request booked moves it on by its part of a second,
 * and it may run `burst` ahead (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm). One update, so that workers
 * queue for it, and each gets what follows on the one before.
 */
async function updateHost(db: Db, ask: LeaseAsk): Promise<Lease | undefined> {
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
