import type { RequestBudget } from '@headrace/contracts';
import { expect, it } from 'vitest';

import {
  aheadOf,
  between,
  hammer,
  openWorker,
  startHost,
  type Arrival,
  type RecordingHost,
} from './budget-bench.ts';
import { describeStore } from './store-bench.ts';

const workers = ['a', 'b', 'c'];
/** Other tests use the machine too; alone on it, 0.98 and more of the rate is used up. */
const usedUp = 0.6;
/** Requests: the store's clock and this one tell milliseconds apart. */
const clockTick = 1;

await describeStore('a budget', (bench) => {
  /** Three workers that ask the host as fast as they may; resolves to when they began. */
  async function hammerAll(host: RecordingHost, budget: RequestBudget, time: number): Promise<number> {
    await using stack = new AsyncDisposableStack();
    const hosts = { [host.url]: budget };
    const opened = await Promise.all(workers.map(() => openWorker(bench().server.url, hosts)));
    for (const worker of opened) stack.use(worker);
    const began = performance.now();
    const all = opened.map(({ http }, index) =>
      hammer(http, { url: `${host.url}/${workers[index]}`, concurrency: 16, time }),
    );
    await Promise.all(all);
    return began;
  }

  it.each([
    { requestsPerSecond: 40, burst: 1, concurrent: 30 },
    { requestsPerSecond: 100, burst: 20, concurrent: 30 },
  ])(
    'of $requestsPerSecond/s is used up by three workers in even parts, and never passed',
    async (budget) => {
      await using host = await startHost({ latency: 5 });
      const began = await hammerAll(host, budget, 2_500);
      const { requestsPerSecond, burst } = budget;
      expect(aheadOf(requestsPerSecond, began, host.arrivals)).toBeLessThanOrEqual(burst + clockTick);
      const steady = between(host.arrivals, began + 500, began + 2_500);
      expect(steady.length).toBeGreaterThanOrEqual(usedUp * 2 * requestsPerSecond);
      expect(Math.min(...sharesOf(steady))).toBeGreaterThan(0.1);
    },
  );

  it.each([6, 2])(
    'of %i requests in flight is used up by three workers, and never passed',
    async (concurrent) => {
      await using host = await startHost({ latency: 20 });
      const began = await hammerAll(host, { requestsPerSecond: 9_999, burst: 9_999, concurrent }, 4_500);
      expect(host.peak).toBe(concurrent);
      const steady = between(host.arrivals, began + 1_000, began + 4_500);
      // What a request takes beyond its latency is the machine's, so the bound is loose.
      expect(steady.length).toBeGreaterThan(0.3 * 3.5 * concurrent * 50);
      expect(Math.min(...sharesOf(steady))).toBeGreaterThan(0.1);
    },
  );

  it('of a host leaves another host alone', async () => {
    await using slow = await startHost();
    await using fast = await startHost();
    const tight = { requestsPerSecond: 5, burst: 1, concurrent: 1 };
    const wide = { requestsPerSecond: 9_999, burst: 9_999, concurrent: 16 };
    await using worker = await openWorker(bench().server.url, { [slow.url]: tight, [fast.url]: wide });
    const time = 1_000;
    const began = performance.now();
    await Promise.all([
      hammer(worker.http, { url: slow.url, concurrency: 16, time }),
      hammer(worker.http, { url: fast.url, concurrency: 2, time }),
    ]);
    expect(aheadOf(tight.requestsPerSecond, began, slow.arrivals)).toBeLessThanOrEqual(
      tight.burst + clockTick,
    );
    expect(fast.arrivals.length).toBeGreaterThan(100);
  });
});

function sharesOf(arrivals: readonly Arrival[]): number[] {
  return workers.map((name) => arrivals.filter(({ worker }) => worker === name).length / arrivals.length);
}
