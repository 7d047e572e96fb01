import { createStore } from '@headrace/activities';
import { expect, it } from 'vitest';

import {
  aheadOf,
  between,
  latest,
  spawnWorker,
  startHost,
  type SpawnOptions,
} from '../../support/budget-rig.ts';
import { describeStore } from '../../support/store-rig.ts';
import { until } from '../../support/until.ts';

await describeStore('a budget of three processes', (bench) => {
  it('is kept to, and what a killed one had goes to the others', async () => {
    const budget = { requestsPerSecond: 60, burst: 6, concurrent: 3 };
    await using host = await startHost({ latency: 30 });
    await using stack = new AsyncDisposableStack();
    const options = (name: string): SpawnOptions => {
      return { databaseUrl: bench().server.url, url: `${host.url}/${name}`, budget, concurrency: 8 };
    };
    const spawned = await Promise.all(['a', 'b', 'c'].map((name) => spawnWorker(options(name))));
    for (const worker of spawned) stack.use(worker);
    await until(
      () => new Set(host.arrivals.slice(-60).map(({ worker }) => worker)).size,
      (busy) => busy === 3,
    );
    const killedAt = performance.now();
    spawned[0]!.kill();
    const { requestsPerSecond, burst } = budget;
    // A slot that is not renewed is free after three seconds. Three slots of some 33 ms each are more than the rate: it
    // is what bounds the two that are left.
    await until(
      () => latest(host.arrivals, 1_500).length,
      (lately) => performance.now() > killedAt + 3_500 && lately >= 0.8 * 1.5 * requestsPerSecond,
    );
    const after = between(host.arrivals, killedAt + 1_000, Infinity);
    expect(new Set(after.map(({ worker }) => worker))).toEqual(new Set(['b', 'c']));
    expect(host.peak).toBeLessThanOrEqual(budget.concurrent);
    const beganAt = Math.min(...spawned.map((worker) => worker.beganAt));
    expect(aheadOf(requestsPerSecond, beganAt, host.arrivals)).toBeLessThanOrEqual(burst + 1);
  });

  it('never hands out more slots than there are, however many ask at once', async () => {
    const store = await createStore({ databaseUrl: bench().server.url, poolSize: 10 });
    const budget = { requestsPerSecond: 1, burst: 1, concurrent: 7 };
    const ask = { host: 'https://crowded', budget, requests: 0, held: 0, wanted: 3, answered: false };
    const workers = Array.from({ length: 30 }, (_, index) => `worker ${index}`);
    const leases = await Promise.all(workers.map((worker) => store.leaseRequests({ ...ask, worker })));
    const granted = leases.map(({ slots }) => slots).reduce((sum, slots) => sum + slots);
    await store.close();
    expect(granted).toBe(7);
  });
});
