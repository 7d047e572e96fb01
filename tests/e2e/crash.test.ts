import type { RunResult, Story } from '@headrace/contracts';
import { hackerNews } from '@headrace/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startE2eRig, type E2eRig } from '../support/e2e-rig.ts';
import { sampleOf, seed } from '../support/sample.ts';
import { until } from '../support/until.ts';

const limit = 500;

describe('a run', () => {
  let rig: E2eRig;

  beforeAll(async () => {
    rig = await startE2eRig({ latency: 50, ownPostgres: true });
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    await rig.sql('truncate hacker_news_stories');
  });

  /** Waits until the run has asked the source for so many of its items. */
  function fetched(items: number): Promise<number> {
    const before = rig.source.requests();
    return until(
      () => rig.source.requests() - before,
      (requests) => requests >= items,
    );
  }

  async function expectWhole(runId: string): Promise<void> {
    const { summary } = await rig.client.result<RunResult<Story>>(runId);
    const truth = rig.truth(limit);
    expect(summary).toMatchObject({
      listed: limit,
      landed: truth.length,
      absent: limit - truth.length,
      quarantined: 0,
      batches: 10,
    });
    expect(await Array.fromAsync(rig.client.rows(hackerNews, { runId }))).toEqual(truth);
    const [counts] = await rig.sql('select count(*)::int as rows from hacker_news_stories');
    expect(counts).toEqual({ rows: truth.length });
  }

  const victims = ['activity-worker', 'workflow-worker', 'temporal', 'postgres'];
  const points = [1, 150, 400];
  // Each victim at one of the points; at all of them in a thorough run.
  const cases = victims.flatMap((victim) => sampleOf(points, 1, victim).map((after) => ({ victim, after })));

  it.each(cases)(
    `ends whole when $victim is killed after $after requests (seed ${seed})`,
    async ({ victim, after }) => {
      const runId = `killed-${victim}-${after}`;
      const reached = fetched(after);
      await rig.start(runId, limit);
      await reached;
      await rig.sandbox.processes.get(victim).kill();
      expect(rig.said.at(-1)).toMatch(
        new RegExp(`${victim} ended with .*SIGKILL.*; restarting it in \\d+ ms`),
      );
      await rig.sandbox.processes.get(victim).whenReady();
      await expectWhole(runId);
    },
  );

  it('goes on by itself after Postgres was away for a while', async () => {
    const reached = fetched(150);
    await rig.start('without-postgres', limit);
    await reached;
    const postgres = rig.sandbox.processes.get('postgres');
    await postgres.stop('SIGKILL');
    const workers = rig.sandbox.processes.get('activity-worker').pid;
    await until(
      () => rig.temporal.workflow.getHandle('without-postgres').describe(),
      ({ raw }) => (raw.pendingActivities ?? []).some(({ attempt }) => (attempt ?? 0) >= 4),
    );
    await postgres.start();
    await expectWhole('without-postgres');
    expect(rig.sandbox.processes.get('activity-worker').pid).toBe(workers);
  });
});
