import { sql } from 'kysely';

import type { HostBlock } from '../budget/lease.ts';
import type { StoreContext } from './tables.ts';

/** A host that does not say how long to wait is left alone for this long, doubling with each refusal, s. */
const firstBackOff = 1;
const longestBackOff = 5 * 60;
/** Refusals beyond these change nothing: 2^9 s is past the longest back-off. */
const countedRefusals = 9;

/** See `RequestLeases.blockHost`. */
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
