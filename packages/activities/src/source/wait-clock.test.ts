import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { RecentLimits, WaitClock } from './wait-clock.ts';

const owner = { runId: 'one', pipeline: 'hacker-news' };
const host = 'https://api.example';
const use = { requestsPerSecond: 3, pipelines: ['hacker-news', 'tides'], runs: 2, workers: 1, blockedFor: 0 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function after(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

test('a batch that has waited for nothing is limited by nothing', () => {
  expect(new WaitClock(owner).take()).toBeUndefined();
});

test('the budget limits a batch whose requests wait for their turn longer than for answers', async () => {
  const clock = new WaitClock(owner);
  const request = (): Promise<void> =>
    clock.during(
      'source',
      (async () => {
        await clock.duringTurn(host, after(300), () => use);
        await after(50);
      })(),
    );
  const requests = [request(), request()];
  await vi.advanceTimersByTimeAsync(350);
  await Promise.all(requests);
  const { blockedFor: _blockedFor, ...shared } = use;
  expect(clock.take()).toEqual({ by: 'budget', host, ...shared });
});

test('waits that go on count, and each report begins anew', async () => {
  const clock = new WaitClock(owner);
  clock.asks(host);
  const slow = clock.during('source', after(1_000));
  const commit = clock.during('store', after(5_000));
  const other = clock.during('source', after(1_000));
  await vi.advanceTimersByTimeAsync(500);
  expect(clock.take()).toEqual({ by: 'source', host });
  await vi.advanceTimersByTimeAsync(4_500);
  expect(clock.take()).toEqual({ by: 'store' });
  await Promise.all([slow, commit, other]);
  expect(clock.take()).toEqual({ by: 'store' });
});

test('a host that asked to wait limits a batch until then', async () => {
  const clock = new WaitClock(owner);
  clock.asks(host);
  clock.refuse(60_000);
  expect(clock.take()).toEqual({
    by: 'retry-after',
    host,
    until: new Date(Date.now() + 60_000).toISOString(),
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(clock.take()).toBeUndefined();
});

test('a batch begins with what limited the batch before of its run', async () => {
  const recent = new RecentLimits();
  const first = recent.open(owner);
  const commit = first.during('store', after(100));
  await vi.advanceTimersByTimeAsync(100);
  await commit;
  first.take();
  recent.close(first);
  expect(recent.open(owner).take()).toEqual({ by: 'store' });
  expect(recent.open({ ...owner, runId: 'other' }).take()).toBeUndefined();
});
