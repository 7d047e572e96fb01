import { createActivities, createHttp, createSources, systemClock } from '@headrace/activities';
import { hackerNews } from '@headrace/contracts';
import { CancelledFailure } from '@temporalio/activity';
import { describe, expect, it } from 'vitest';

import { listed, useLandingBench, type Attempt } from '../../support/landing-rig.ts';
import { until } from '../../support/until.ts';

describe('a batch that should end', () => {
  const bench = useLandingBench();
  const { attempt, activitiesOver, keys, truth, rows } = bench;

  it('commits what is in flight when the run is cancelled, and says what is left', async () => {
    let asked = 0;
    const cancelled: Attempt = attempt(
      activitiesOver((real) => ({
        async fetchItem(input, key, context) {
          if ((asked += 1) === 110) cancelled.cancel({ cancelRequested: true });
          return real.fetchItem(input, key, context);
        },
      })),
    );
    await cancelled.plan();
    const landed = await cancelled.land();
    expect(landed.landed + landed.absent).toBeGreaterThanOrEqual(100);
    expect(landed.landed + landed.absent + landed.pending).toBe(listed);
    expect(landed.pending).toBeGreaterThan(0);
    expect(asked).toBe(listed - landed.pending);
    expect(await rows()).toBe(landed.landed);
  });

  it('does not wait for a source that hangs when it should end', async () => {
    const listedKeys = keys();
    bench.source.setFaults([{ fault: 'hang', keys: listedKeys[60]! }]);
    const patient = createHttp({ retries: 0, timeout: 60_000 });
    const sources = createSources({ http: patient, baseUrls: { [hackerNews.name]: bench.source.url } });
    const stopped = attempt(
      createActivities({ sources, store: bench.store, clock: systemClock, progressTimeout: 60_000 }),
    );
    await stopped.plan();
    const landing = stopped.land().catch((error: unknown) => error);
    await until(
      () => bench.source.requests(listedKeys[60]),
      (requests) => requests > 0,
    );
    stopped.cancel({ workerShutdown: true });
    expect(await landing).toMatchObject({ type: 'HandedBack' });
    await patient.close();
    bench.source.setFaults([]);
    expect(await attempt(activitiesOver()).land()).toMatchObject({ landed: truth(), pending: 0 });
    expect(Math.max(...listedKeys.map((key) => bench.source.requests(key)))).toBe(2);
  });

  it('hands the batch back when the worker stops, and writes nothing once Temporal has given it up', async () => {
    for (const [details, type] of [
      [{ workerShutdown: true }, 'HandedBack'],
      [{ notFound: true }, undefined],
    ] as const) {
      let asked = 0;
      const stopped: Attempt = attempt(
        activitiesOver((real) => ({
          async fetchItem(input, key, context) {
            if ((asked += 1) === 60) stopped.cancel(details);
            return real.fetchItem(input, key, context);
          },
        })),
      );
      await stopped.plan();
      const failure = await stopped.land().catch((error: unknown) => error);
      if (type) expect(failure).toMatchObject({ type, nonRetryable: false });
      else expect(failure).toBeInstanceOf(CancelledFailure);
    }
    expect(await attempt(activitiesOver()).land()).toMatchObject({ landed: truth(), pending: 0 });
  });

  it('ends an attempt that is alive but commits nothing', async () => {
    const real = activitiesOver();
    await attempt(real).plan();
    const sources = new Map([
      [
        hackerNews.name,
        {
          list: () => Promise.reject(new Error('not listed here')),
          fetchItem: (_input: unknown, _key: string, { signal }: { signal: AbortSignal }) =>
            new Promise<never>((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason as Error));
            }),
        },
      ],
    ]);
    const stuck = createActivities({ sources, store: bench.store, clock: systemClock, progressTimeout: 300 });
    await expect(attempt(stuck).land()).rejects.toMatchObject({ type: 'NoProgress' });
  });
});
