import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  createActivities,
  createHttp,
  createSources,
  createStore,
  ItemFailure,
  migrate,
  systemClock,
  type AnySource,
  type Http,
  type Store,
} from '@headrace/activities';
import {
  hackerNews,
  limits,
  pipelines,
  type Conclusion,
  type DatasetActivities,
  type Landed,
  type LandingActivities,
  type Shard,
} from '@headrace/contracts';
import { startPglite, startSampleSource, type PostgresServer, type SampleSource } from '@headrace/sandbox';
import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { ActivityCancellationDetails, type ActivityCancellationDetailsOptions } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { until } from '../support/until.ts';

type Activities = LandingActivities & DatasetActivities;

const chunk = 25;
const listed = 200;

interface Attempt {
  cancel(details: ActivityCancellationDetailsOptions): void;
  plan(execution?: string, again?: boolean): Promise<Shard>;
  land(itemAttempts?: number, itemTimeout?: number): Promise<Landed>;
  conclude(quarantineLimit?: number): Promise<Conclusion>;
  /** Heartbeats so far. */
  beats(): number;
}

interface AttemptOptions {
  readonly number?: number;
  readonly of?: number;
  /** Of the attempt before. */
  readonly heartbeatDetails?: unknown;
  /** ms. */
  readonly startToClose?: number;
}

describe('landing a batch', () => {
  let server: PostgresServer;
  let store: Store;
  let source: SampleSource;
  let http: Http;
  let sql: Client;
  let scheduled = 1;
  let runs = 0;
  let runId = '';

  beforeAll(async () => {
    server = await startPglite();
    await migrate({ databaseUrl: server.url, contracts: pipelines });
    store = await createStore({ databaseUrl: server.url });
    sql = new Client({ connectionString: server.url });
    await sql.connect();
    http = createHttp({ retries: 0, timeout: 20_000 });
  });
  beforeEach(async () => {
    runId = `run-${(runs += 1)}`;
    source = await startSampleSource({ seed: runs });
    await sql.query('truncate hacker_news_stories');
    return () => source.close();
  });
  afterAll(async () => {
    await Promise.all([store.close(), http.close(), sql.end()]);
    await server.stop();
  });

  /** An attempt as Temporal schedules it: each later than the one before. */
  function attempt(activities: Activities, options: AttemptOptions = {}): Attempt {
    const environment = new MockActivityEnvironment(
      {
        attempt: options.number ?? 1,
        heartbeatDetails: options.heartbeatDetails,
        retryPolicy: { maximumAttempts: options.of ?? 1_000 },
        currentAttemptScheduledTimestampMs: (scheduled += 1),
        heartbeatTimeoutMs: 1_000,
        startToCloseTimeoutMs: options.startToClose ?? 3_600_000,
      },
      { logger: new DefaultLogger('ERROR') },
    );
    let beats = 0;
    environment.on('heartbeat', () => (beats += 1));
    const ref = { runId, pipeline: hackerNews.name };
    const input = { feed: 'top', limit: listed };
    const run = <Request, Result>(activity: (request: Request) => Promise<Result>, request: Request) =>
      environment.run<[Request], Result, (request: Request) => Promise<Result>>(activity, request);
    return {
      cancel: (details) => environment.cancel('CANCELLED', new ActivityCancellationDetails(details)),
      plan: (execution = runId, again = false) =>
        run(activities.plan, { ...ref, shard: 0, input, batchSize: 500, execution, again }),
      land: (itemAttempts = 5, itemTimeout = 60_000) =>
        run(activities.land, { ...ref, batch: 0, chunk, concurrency: 5, itemAttempts, itemTimeout }),
      conclude: (quarantineLimit = 1) =>
        run(activities.conclude, { ...ref, outcome: 'completed', quarantineLimit }),
      beats: () => beats,
    };
  }

  function activitiesOver(wrap: (real: AnySource) => Partial<AnySource> = () => ({})): Activities {
    const real = createSources({ http, baseUrls: { [hackerNews.name]: source.url } }).get(hackerNews.name)!;
    const sources = new Map([[hackerNews.name, { ...real, ...wrap(real) }]]);
    return createActivities({ sources, store, clock: systemClock, progressTimeout: 60_000 });
  }

  function keys(): string[] {
    return source.list('top').slice(0, listed).map(String);
  }

  function truth(): number {
    return keys().filter((key) => isStory(key)).length;
  }

  function isStory(key: string): boolean {
    const item = source.truth(key);
    return item !== null && !item.deleted && !item.dead;
  }

  async function rows(): Promise<number> {
    const { rows: found } = await sql.query('select count(*)::int as count from hacker_news_stories');
    return found[0].count;
  }

  it('plans what is listed by half of its time, and the rest in the next shard', async () => {
    const activities = activitiesOver((real) => ({
      async list(input, page, context) {
        await sleep(120);
        const limit = Math.min(page.limit, 50);
        return real.list(input, { ...page, limit }, context);
      },
    }));
    const planned = await attempt(activities, { startToClose: 300 }).plan();
    expect(planned.more).toBe(true);
    expect(planned.listed).toBeLessThan(listed);
  });

  it('beats while a source lets itself be waited for', async () => {
    const activities = activitiesOver((real) => ({
      async list(...request) {
        await until(waiting.beats, (beats) => beats > 2);
        return real.list(...request);
      },
    }));
    const waiting = attempt(activities);
    expect(await waiting.plan()).toMatchObject({ listed });
  });

  it('lands, finds absent, and adds up to what was listed', async () => {
    const activities = activitiesOver();
    expect(await attempt(activities).plan()).toMatchObject({ listed, batches: 1, more: false });
    const landed = await attempt(activities).land();
    expect(landed).toEqual({
      landed: truth(),
      absent: listed - truth(),
      quarantined: 0,
      pending: 0,
      requests: listed,
      retries: 0,
    });
    expect(await rows()).toBe(truth());
    expect(await attempt(activities).conclude()).toMatchObject({
      listed,
      landed: truth(),
      version: expect.any(Number),
    });
  });

  it('does each activity twice and at once to the effect of once', async () => {
    const activities = activitiesOver();
    const plans = await Promise.all([attempt(activities).plan(), attempt(activities).plan()]);
    expect(plans[0]).toEqual(plans[1]);
    const attempts = await Promise.allSettled([attempt(activities).land(), attempt(activities).land()]);
    const refused = attempts.filter((one) => one.status === 'rejected').map((one) => one.reason);
    for (const failure of refused) expect(failure).toMatchObject({ type: 'Superseded', nonRetryable: false });
    const again = await attempt(activities).land();
    expect(again).toMatchObject({ landed: truth(), absent: listed - truth(), pending: 0 });
    expect(await rows()).toBe(truth());
    const [first, second] = await Promise.all([
      attempt(activities).conclude(),
      attempt(activities).conclude(),
    ]);
    expect(first).toEqual(second);
    expect(await attempt(activities).conclude()).toEqual(first);
  });

  it('refuses a zombie that wakes up in the middle of a chunk', async () => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const stuck = keys()[60]!;
    const zombie = attempt(
      activitiesOver((real) => ({
        async fetchItem(input, key, context) {
          if (key === stuck) {
            reached.resolve();
            await gate.promise;
          }
          return real.fetchItem(input, key, context);
        },
      })),
    );
    await zombie.plan();
    // At once: it is refused as early as its commit in flight, where its successor is faster.
    const refused = zombie.land().catch((failure: unknown) => failure);
    await reached.promise;
    const successor = await attempt(activitiesOver()).land();
    const version = await sql.query('select _key, xmin::text from hacker_news_stories order by _key');
    gate.resolve();
    expect(await refused).toMatchObject({ type: 'Superseded' });
    expect(successor).toMatchObject({ landed: truth(), absent: listed - truth(), pending: 0 });
    const after = await sql.query('select _key, xmin::text from hacker_news_stories order by _key');
    expect(after.rows).toEqual(version.rows);
    expect(await attempt(activitiesOver()).land()).toEqual(successor);
  });

  it('goes on from the cursor after a killed attempt, asking twice for the chunks in flight at most', async () => {
    const reached = Promise.withResolvers<void>();
    const killed = attempt(
      activitiesOver((real) => ({
        async fetchItem(input, key, context) {
          if (key === keys()[130]) reached.resolve();
          return key === keys()[130] ? new Promise<never>(() => {}) : real.fetchItem(input, key, context);
        },
      })),
    );
    await killed.plan();
    void killed.land().catch(() => {});
    await reached.promise;
    await attempt(activitiesOver()).land();
    const asked = keys().map((key) => source.requests(key));
    expect(Math.max(...asked)).toBe(2);
    expect(asked.filter((count) => count === 2).length).toBeLessThanOrEqual(3 * chunk);
    expect(asked.every((count) => count >= 1)).toBe(true);
    expect(await rows()).toBe(truth());
  });

  it('tries only the pending items again, and gives them up with a reason after their passes', async () => {
    const bad = keys()
      .filter((key) => isStory(key))
      .slice(3, 8);
    source.setFaults([{ fault: 'status', status: 503, keys: bad.join('|') }]);
    const activities = activitiesOver();
    await attempt(activities).plan();
    for (const number of [1, 2]) {
      await expect(attempt(activities, { number }).land(3)).rejects.toMatchObject({
        type: 'ItemsPending',
        nextRetryDelay: number * 1_000,
      });
    }
    const landed = await attempt(activities, { number: 3 }).land(3);
    expect(landed).toMatchObject({ quarantined: bad.length, landed: truth() - bad.length, pending: 0 });
    expect(bad.map((key) => source.requests(key))).toEqual(bad.map(() => 3));
    const { rows: entries } = await sql.query(
      'select key, reason, status, attempts from headrace.quarantine where run = $1 order by key',
      [runId],
    );
    expect(entries).toEqual(
      bad.toSorted().map((key) => ({ key, reason: 'unavailable', status: 503, attempts: 3 })),
    );
  });

  it('waits an outage out without giving an item up', async () => {
    const activities = activitiesOver();
    await attempt(activities).plan();
    source.setFaults([{ fault: 'rate-limit', retryAfter: 7, rate: 1 }]);
    for (let number = 1; number <= 8; number += 1) {
      await expect(attempt(activities, { number }).land(3)).rejects.toMatchObject({
        type: 'SourceUnavailable',
        nextRetryDelay: 7_000,
      });
    }
    source.setFaults([]);
    expect(await attempt(activities).land(3)).toMatchObject({ landed: truth(), quarantined: 0 });
  });

  it('takes failing items for no outage that large rows behind them have made a chunk of', async () => {
    const large = keys().filter(isStory).slice(0, 2);
    const [failing, slow] = keys().filter((key) => !large.includes(key));
    const held = Promise.withResolvers<void>();
    const askedAgain = Promise.withResolvers<void>();
    let asked = 0;
    const activities = activitiesOver((real) => ({
      list: async () => ({ keys: [failing!, slow!, ...large] }),
      async fetchItem(input, key, context) {
        if (large.includes(key)) {
          const row = await real.fetchItem(input, key, context);
          asked += 1;
          if (asked === large.length) setImmediate(held.resolve);
          if (asked > large.length) askedAgain.resolve();
          return { ...row!, title: 'x'.repeat(limits.chunkBytes / 2) };
        }
        await held.promise;
        if (key === slow) await Promise.race([askedAgain.promise, once(context.signal, 'abort')]);
        throw new ItemFailure('unavailable', 'HTTP 503', { transient: true });
      },
    }));
    await attempt(activities).plan();
    await expect(attempt(activities).land()).rejects.toMatchObject({ type: 'ItemsPending' });
    expect(await rows()).toBe(large.length);
  });

  it('counts the requests of an attempt that an outage ended, and tries again soon after one that got on', async () => {
    let asked = 0;
    const activities = activitiesOver((real) => ({
      async fetchItem(...request) {
        if ((asked += 1) === 60) source.setFaults([{ fault: 'status', status: 503, rate: 1 }]);
        return real.fetchItem(...request);
      },
    }));
    await attempt(activities).plan();
    await expect(attempt(activities, { number: 7 }).land()).rejects.toMatchObject({
      type: 'SourceUnavailable',
      nextRetryDelay: 1_000,
    });
    const barren = await attempt(activities, { number: 8, heartbeatDetails: { movedIn: 7 } })
      .land()
      .catch((error: unknown) => error);
    expect(barren).toMatchObject({ type: 'SourceUnavailable', nextRetryDelay: 2_000 });
    source.setFaults([]);
    const landed = await attempt(activities, { number: 9 }).land();
    expect(landed.landed).toBe(truth());
    const seen = keys().reduce((sum, key) => sum + source.requests(key), 0);
    // Those dropped with an attempt, 5 at most, may not have reached the source.
    expect(landed.requests).toBeGreaterThanOrEqual(seen);
    expect(landed.requests).toBeLessThanOrEqual(seen + 2 * 5);
    expect(seen).toBeGreaterThan(listed);
  });

  it('gives up in its last attempt what still fails, and fails a run over its quarantine limit', async () => {
    const activities = activitiesOver();
    await attempt(activities).plan();
    source.setFaults([{ fault: 'reset', rate: 1 }]);
    const landed = await attempt(activities, { number: 4, of: 4 }).land();
    expect(landed).toMatchObject({ quarantined: listed, landed: 0 });
    await expect(attempt(activities).conclude(0.1)).rejects.toMatchObject({
      type: 'QuarantineLimit',
      nonRetryable: true,
    });
  });

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
    source.setFaults([{ fault: 'hang', keys: listedKeys[60]! }]);
    const patient = createHttp({ retries: 0, timeout: 60_000 });
    const sources = createSources({ http: patient, baseUrls: { [hackerNews.name]: source.url } });
    const stopped = attempt(
      createActivities({ sources, store, clock: systemClock, progressTimeout: 60_000 }),
    );
    await stopped.plan();
    const landing = stopped.land().catch((error: unknown) => error);
    await until(
      () => source.requests(listedKeys[60]),
      (requests) => requests > 0,
    );
    stopped.cancel({ workerShutdown: true });
    expect(await landing).toMatchObject({ type: 'HandedBack' });
    await patient.close();
    source.setFaults([]);
    expect(await attempt(activitiesOver()).land()).toMatchObject({ landed: truth(), pending: 0 });
    expect(Math.max(...listedKeys.map((key) => source.requests(key)))).toBe(2);
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
    const stuck = createActivities({ sources, store, clock: systemClock, progressTimeout: 300 });
    await expect(attempt(stuck).land()).rejects.toMatchObject({ type: 'NoProgress' });
  });

  it('starts over only for another execution that asks for it', async () => {
    const activities = activitiesOver();
    await attempt(activities).plan();
    await attempt(activities).land();
    await attempt(activities).plan(runId, true);
    expect(source.requests('topstories')).toBe(1);
    await attempt(activities).plan('another execution');
    expect(source.requests('topstories')).toBe(1);
    await attempt(activities).plan('a third execution', true);
    expect(source.requests('topstories')).toBe(2);
    expect(await attempt(activities).land()).toMatchObject({ landed: truth(), requests: listed });
  });

  it('names the pipelines there are when it is asked for another', async () => {
    const unknown = { runId, pipeline: 'nope', outcome: 'failed', quarantineLimit: 1 } as const;
    const failure = await activitiesOver()
      .conclude(unknown)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'UnknownPipeline', nonRetryable: true });
  });
});
