import {
  createBudgets,
  createHttp,
  createStore,
  migrate,
  StoreUnavailable,
  type Lease,
  type RequestLeases,
  type SourceContext,
} from '@headrace/activities';
import { startPglite } from '@headrace/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';

import {
  aheadOf,
  between,
  hammer,
  openWorker,
  startHost,
  type BudgetWorker,
} from '../../support/budget-rig.ts';
import { startHttpServer } from '../../support/http-server.ts';
import { describeStore } from '../../support/store-rig.ts';
import { until } from '../../support/until.ts';

const wide = { requestsPerSecond: 9_999, burst: 9_999, concurrent: 50 };
const modest = { requestsPerSecond: 100, burst: 5, concurrent: 20 };

function newContext(signal: AbortSignal = new AbortController().signal): SourceContext {
  return { signal, meter: { requests: 0 } };
}

await describeStore('a host with a budget', (bench) => {
  async function open(hosts: Parameters<typeof openWorker>[1]): Promise<BudgetWorker> {
    const worker = await openWorker(bench().server.url, hosts);
    onTestFinished(() => worker[Symbol.asyncDispose]());
    return worker;
  }

  it('that answers 429 with Retry-After is left alone by all workers for that long', async () => {
    await using other = await startHost();
    await using host = await startHost({
      answer: (response, count) =>
        count === 60 ? response.writeHead(429, { 'retry-after': '2' }).end() : response.end('{}'),
    });
    const hosts = { [host.url]: modest, [other.url]: wide };
    const workers = await Promise.all([open(hosts), open(hosts), open(hosts)]);
    const controller = new AbortController();
    const { signal } = controller;
    const hammering = [
      ...workers.map(({ http }) => hammer(http, { url: host.url, concurrency: 10, signal })),
      hammer(workers[0]!.http, { url: other.url, concurrency: 1, signal }),
    ];
    const refusal = await until(
      () => host.arrivals[59],
      (arrival) => arrival !== undefined,
    );
    const refusedAt = refusal!.at;
    await until(
      () => between(host.arrivals, refusedAt + 1_990, Infinity).length,
      (after) => after > 100,
    ).finally(() => controller.abort());
    const failures = await Promise.all(hammering);
    expect(failures.flat()).toMatchObject([{ reason: 'rate-limited', retryAfter: 2_000 }]);
    // Half a second is how long a lease is acted on without asking again; the rest is the machine's.
    const paused = between(host.arrivals, refusedAt, refusedAt + 1_990);
    expect(paused.length).toBeLessThanOrEqual(0.5 * modest.requestsPerSecond + modest.burst);
    expect(between(host.arrivals, refusedAt + 1_200, refusedAt + 1_990)).toEqual([]);
    const { requestsPerSecond, burst } = modest;
    expect(aheadOf(requestsPerSecond, refusedAt + 1_990, host.arrivals)).toBeLessThanOrEqual(burst + 1);
    // Compared with its pace once nobody is left alone, which the machine's own is part of.
    const pauseEnd = refusedAt + 1_990;
    const pace = (from: number, to: number): number => between(other.arrivals, from, to).length / (to - from);
    expect(pace(refusedAt, pauseEnd)).toBeGreaterThan(0.5 * pace(pauseEnd, other.arrivals.at(-1)!.at));
  });

  it('that answers 429 without Retry-After is left alone for longer and longer, then for shorter again', async () => {
    const { store, query } = bench();
    const host = 'https://silent';
    const ask = { host, worker: 'a', budget: wide, requests: 1, held: 0, wanted: 1 };
    const refuse = (age: number) => store.blockHost({ host, budget: wide, retryAfter: undefined, age });
    await store.leaseRequests({ ...ask, answered: false });
    const nextWait = async (): Promise<number> => {
      await query(`update headrace.host_budget set blocked_until = now() - interval '1 s' where host = $1`, [
        host,
      ]);
      return Math.round((await refuse(0)) / 1_000);
    };
    expect([await nextWait(), await nextWait(), await nextWait()]).toEqual([1, 2, 4]);
    // Sent before the block, with those that brought it about.
    expect(Math.round((await refuse(5_000)) / 1_000)).toBe(4);
    for (let count = 0; count < 20; count += 1) await nextWait();
    expect(await nextWait()).toBe(300);
    for (let count = 0; count < 9; count += 1) await store.leaseRequests({ ...ask, answered: true });
    expect(await nextWait()).toBe(1);
  });

  it('that asks to wait for longer than a request should fails its requests at once, with the wait', async () => {
    await using host = await startHost({
      answer: (response) => response.writeHead(503, { 'retry-after': '600' }).end(),
    });
    const [first, second] = await Promise.all([open({ [host.url]: modest }), open({ [host.url]: modest })]);
    await expect(first.http.getJson(host.url, newContext())).rejects.toMatchObject({ status: 503 });
    for (const { http } of [first, first, second, second]) {
      const context = newContext();
      const failure = http.getJson(host.url, context);
      await expect(failure).rejects.toMatchObject({ reason: 'rate-limited', transient: true });
      await expect(failure).rejects.toSatisfy(({ retryAfter }) => retryAfter > 590_000);
      expect(context.meter.requests).toBe(0);
    }
    expect(host.arrivals).toHaveLength(1);
  });

  it('ends a wait for its turn as soon as it is aborted', async () => {
    await using host = await startHost();
    const { http } = await open({ [host.url]: { requestsPerSecond: 0.1, burst: 1, concurrent: 1 } });
    await http.getJson(host.url, newContext());
    const controller = new AbortController();
    const waits = [1, 2, 3].map(() => http.getJson(host.url, newContext(controller.signal)));
    const reason = new Error('cancelled');
    setTimeout(() => controller.abort(reason), 100);
    const began = performance.now();
    const ended = await Promise.allSettled(waits);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(ended).toEqual(waits.map(() => ({ status: 'rejected', reason })));
    expect(host.arrivals).toHaveLength(1);
  });

  it('does not count the wait for its turn as the request’s own time, nor a redirect’s to another host', async () => {
    await using target = await startHost();
    await using host = await startHttpServer((_request, response) =>
      response.writeHead(302, { location: target.url }).end(),
    );
    const store = await createStore({ databaseUrl: bench().server.url });
    const hosts = new Map([[target.url, { requestsPerSecond: 1, burst: 1, concurrent: 3 }]]);
    const budgets = createBudgets({ leases: store, hosts });
    const http = createHttp({ budgets, timeout: 950 });
    const began = performance.now();
    const answers = await Promise.all([1, 2, 3].map(() => http.getJson(host.url, newContext())));
    await http.close();
    await budgets.close();
    await store.close();
    expect(answers).toEqual([{}, {}, {}]);
    expect(target.arrivals[2]!.at - began).toBeGreaterThan(1_990);
  });
});

describe('a budget whose store is gone', () => {
  it('lets no request out, and says so', async () => {
    const server = await startPglite();
    await migrate({ databaseUrl: server.url, contracts: [] });
    await using host = await startHost();
    await using worker = await openWorker(server.url, { [host.url]: modest });
    await worker.http.getJson(host.url, newContext());
    await server.kill();
    // The last lease is acted on for half a second.
    const failures = await hammer(worker.http, {
      url: host.url,
      concurrency: 2,
      signal: AbortSignal.timeout(1_500),
    });
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.every((failure) => failure instanceof StoreUnavailable)).toBe(true);
    expect(host.arrivals.length).toBeLessThanOrEqual(1 + 2 * modest.requestsPerSecond * 0.25);
  });
});

describe('a worker without its turn', () => {
  it('asks the store no more than a few times a second, however many requests wait', async () => {
    let asked = 0;
    const lease: Lease = { requests: 1, startsIn: 60_000, slots: 1, workers: 1, blockedFor: 0 };
    const leases: RequestLeases = {
      leaseRequests: async (ask) => {
        asked += 1;
        return { ...lease, requests: ask.requests };
      },
      blockHost: async () => 0,
    };
    await using host = await startHost();
    const budgets = createBudgets({
      leases,
      hosts: new Map([[host.url, { requestsPerSecond: 1, burst: 1, concurrent: 1 }]]),
    });
    const http = createHttp({ budgets });
    await hammer(http, { url: host.url, concurrency: 500, signal: AbortSignal.timeout(2_000) });
    await budgets.close();
    await http.close();
    expect(asked).toBeLessThanOrEqual(8);
    expect(host.arrivals).toEqual([]);
  });
});
