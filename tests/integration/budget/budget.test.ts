import type { RequestBudget } from '@headrace/contracts';
import { expect, it } from 'vitest';

import {
  aheadOf,
  hammer,
  latest,
  openWorker,
  startHost,
  type Arrival,
  type RecordingHost,
} from '../../support/budget-rig.ts';
import { describeStore } from '../../support/store-rig.ts';
import { until } from '../../support/until.ts';

const workers = ['a', 'b', 'c'];
/** Other tests use the machine too; alone on it, 0.98 and more of the rate is used up. */
const usedUp = 0.8;
/** ms */
const leastTime = 3_000;
/** Requests: the store's clock and this one tell milliseconds apart. */
const clockTick = 1;

await describeStore('a budget', (bench) => {
  /** Three workers that ask the host as fast as they may, until they have done enough; resolves to when they began. */
  async function hammerAll(
    host: RecordingHost,
    budget: RequestBudget,
    isEnough: () => boolean,
  ): Promise<number> {
    await using stack = new AsyncDisposableStack();
    const hosts = { [host.url]: budget };
    const opened = await Promise.all(workers.map(() => openWorker(bench().server.url, hosts)));
    for (const worker of opened) stack.use(worker);
    const controller = new AbortController();
    const { signal } = controller;
    const began = performance.now();
    const all = opened.map(({ http }, index) =>
      hammer(http, { url: `${host.url}/${workers[index]}`, concurrency: 16, signal }),
    );
    await until(() => performance.now() > began + leastTime && isEnough(), Boolean).finally(() =>
      controller.abort(),
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
      const { requestsPerSecond, burst } = budget;
      await using host = await startHost({ latency: 5 });
      const began = await hammerAll(host, budget, () => {
        const lately = latest(host.arrivals, 2_000);
        return lately.length >= usedUp * 2 * requestsPerSecond && leastShare(lately) > 0.1;
      });
      expect(aheadOf(requestsPerSecond, began, host.arrivals)).toBeLessThanOrEqual(burst + clockTick);
    },
  );

  it.each([6, 2])(
    'of %i requests in flight is used up by three workers, and never passed',
    async (concurrent) => {
      await using host = await startHost({ latency: 20 });
      await hammerAll(host, { requestsPerSecond: 9_999, burst: 9_999, concurrent }, () => {
        // What a request takes beyond its latency is the machine's, so the bound is loose.
        const lately = latest(host.arrivals, 3_500);
        return lately.length > 0.3 * 3.5 * concurrent * 50 && leastShare(lately) > 0.1;
      });
      expect(host.peak).toBe(concurrent);
    },
  );

  it('of a host leaves another host alone', async () => {
    await using slow = await startHost();
    await using fast = await startHost();
    const tight = { requestsPerSecond: 5, burst: 1, concurrent: 1 };
    const wide = { requestsPerSecond: 9_999, burst: 9_999, concurrent: 16 };
    await using worker = await openWorker(bench().server.url, { [slow.url]: tight, [fast.url]: wide });
    const controller = new AbortController();
    const { signal } = controller;
    const began = performance.now();
    const all = [
      hammer(worker.http, { url: slow.url, concurrency: 16, signal }),
      hammer(worker.http, { url: fast.url, concurrency: 2, signal }),
    ];
    // At the other host's rate it had 51.
    await until(
      () => fast.arrivals.length,
      (asked) => asked > 100 && performance.now() > began + 1_000,
      { timeout: 10_000 },
    ).finally(() => controller.abort());
    await Promise.all(all);
    expect(aheadOf(tight.requestsPerSecond, began, slow.arrivals)).toBeLessThanOrEqual(
      tight.burst + clockTick,
    );
  });
});

function leastShare(arrivals: readonly Arrival[]): number {
  const shares = workers.map(
    (name) => arrivals.filter(({ worker }) => worker === name).length / arrivals.length,
  );
  return Math.min(...shares);
}
