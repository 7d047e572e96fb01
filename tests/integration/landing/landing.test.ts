import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { ItemFailure, type Store } from '@headrace/activities';
import { limits } from '@headrace/contracts';
import { ApplicationFailure } from '@temporalio/activity';
import { describe, expect, it } from 'vitest';

import { chunk, listed, useLandingBench } from '../../support/landing-rig.ts';
import { until } from '../../support/until.ts';

describe('landing a batch', () => {
  const bench = useLandingBench();
  const { attempt, activitiesOver, keys, truth, isStory, rows } = bench;

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

  it('counts the requests of a chunk whose commit failed', async () => {
    let asked = 0;
    const activities = activitiesOver((real) => ({
      async fetchItem(...request) {
        asked += 1;
        return real.fetchItem(...request);
      },
    }));
    await attempt(activities).plan();
    const listings = bench.source.requests();
    const refused = keys().find(isStory);
    await bench.sql.query(`alter table hacker_news_stories add constraint refused check (id <> ${refused})`);
    try {
      await expect(attempt(activities).land()).rejects.toThrow('refused');
    } finally {
      await bench.sql.query('alter table hacker_news_stories drop constraint refused');
    }
    const answered = bench.source.requests() - listings;
    const query = 'select requests::int from headrace.batch where run = $1';
    const { rows: batches } = await bench.sql.query<{ requests: number }>(query, [bench.runId]);
    expect(answered).toBeGreaterThanOrEqual(chunk);
    // What was dropped on its way may have been sent, and not have arrived.
    expect(batches[0]?.requests).toBeGreaterThanOrEqual(answered);
    expect(batches[0]?.requests).toBeLessThanOrEqual(asked);
  });

  it('counts the requests of a plan that failed', async () => {
    let refusals = 2;
    const activities = activitiesOver((real) => ({
      async list(...request) {
        const page = await real.list(...request);
        if (refusals === 0) return page;
        refusals -= 1;
        throw new ItemFailure('unavailable', 'the second page is not to be had', { transient: true });
      },
    }));
    await expect(attempt(activities).plan()).rejects.toThrow('the second page');
    await expect(attempt(activities).plan()).rejects.toThrow('the second page');
    expect(await attempt(activities).plan()).toMatchObject({ listed });
    await attempt(activities).land();
    const sent = bench.source.requests('topstories') + keys().length;
    expect(bench.source.requests('topstories')).toBe(3);
    expect(await attempt(activities).conclude()).toMatchObject({ requests: sent });
  });

  it('counts the requests of a plan once when the answer to its commit is lost', async () => {
    const saveShard: Store['saveShard'] = async (plan) => {
      await bench.store.saveShard(plan);
      throw new Error('the answer was lost');
    };
    await expect(attempt(activitiesOver(undefined, { saveShard })).plan()).rejects.toThrow('lost');
    const activities = activitiesOver();
    await attempt(activities).plan();
    await attempt(activities).land();
    const sent = bench.source.requests('topstories') + keys().length;
    expect(await attempt(activities).conclude()).toMatchObject({ requests: sent });
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
    const version = await bench.sql.query('select _key, xmin::text from hacker_news_stories order by _key');
    gate.resolve();
    expect(await refused).toMatchObject({ type: 'Superseded' });
    expect(successor).toMatchObject({ landed: truth(), absent: listed - truth(), pending: 0 });
    const after = await bench.sql.query('select _key, xmin::text from hacker_news_stories order by _key');
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
    const asked = keys().map((key) => bench.source.requests(key));
    expect(Math.max(...asked)).toBe(2);
    expect(asked.filter((count) => count === 2).length).toBeLessThanOrEqual(3 * chunk);
    expect(asked.every((count) => count >= 1)).toBe(true);
    expect(await rows()).toBe(truth());
  });

  it('tries only the pending items again, and gives them up with a reason after their passes', async () => {
    const bad = keys()
      .filter((key) => isStory(key))
      .slice(3, 8);
    bench.source.setFaults([{ fault: 'status', status: 503, keys: bad.join('|') }]);
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
    expect(bad.map((key) => bench.source.requests(key))).toEqual(bad.map(() => 3));
    const { rows: entries } = await bench.sql.query(
      'select key, reason, status, attempts from headrace.quarantine where run = $1 order by key',
      [bench.runId],
    );
    expect(entries).toEqual(
      bad.toSorted().map((key) => ({ key, reason: 'unavailable', status: 503, attempts: 3 })),
    );
  });

  it('waits an outage out without giving an item up', async () => {
    const activities = activitiesOver();
    await attempt(activities).plan();
    bench.source.setFaults([{ fault: 'rate-limit', retryAfter: 7, rate: 1 }]);
    for (let number = 1; number <= 8; number += 1) {
      await expect(attempt(activities, { number }).land(3)).rejects.toMatchObject({
        type: 'SourceUnavailable',
        nextRetryDelay: 7_000,
      });
    }
    bench.source.setFaults([]);
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
        if ((asked += 1) === 60) bench.source.setFaults([{ fault: 'status', status: 503, rate: 1 }]);
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
    bench.source.setFaults([]);
    const landed = await attempt(activities, { number: 9 }).land();
    expect(landed.landed).toBe(truth());
    const seen = keys().reduce((sum, key) => sum + bench.source.requests(key), 0);
    // Those dropped with an attempt, 5 at most, may not have reached the source.
    expect(landed.requests).toBeGreaterThanOrEqual(seen);
    expect(landed.requests).toBeLessThanOrEqual(seen + 2 * 5);
    expect(seen).toBeGreaterThan(listed);
  });

  it('gives up in its last attempt what still fails, and fails a run over its quarantine limit', async () => {
    const activities = activitiesOver();
    await attempt(activities).plan();
    bench.source.setFaults([{ fault: 'reset', rate: 1 }]);
    const landed = await attempt(activities, { number: 4, of: 4 }).land();
    expect(landed).toMatchObject({ quarantined: listed, landed: 0 });
    await expect(attempt(activities).conclude(0.1)).rejects.toMatchObject({
      type: 'QuarantineLimit',
      nonRetryable: true,
    });
  });

  it('starts over only for another execution that asks for it', async () => {
    const activities = activitiesOver();
    await attempt(activities).plan();
    await attempt(activities).land();
    await attempt(activities).plan(bench.runId, true);
    expect(bench.source.requests('topstories')).toBe(1);
    await attempt(activities).plan('another execution');
    expect(bench.source.requests('topstories')).toBe(1);
    await attempt(activities).plan('a third execution', true);
    expect(bench.source.requests('topstories')).toBe(2);
    expect(await attempt(activities).land()).toMatchObject({ landed: truth(), requests: listed });
  });

  it('names the pipelines there are when it is asked for another', async () => {
    const unknown = { runId: bench.runId, pipeline: 'nope', outcome: 'failed', quarantineLimit: 1 } as const;
    const failure = await activitiesOver()
      .conclude(unknown)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'UnknownPipeline', nonRetryable: true });
  });
});
