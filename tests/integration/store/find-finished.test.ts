import { describe, expect, it } from 'vitest';

import { describeStore, newRun, planned, things } from '../../support/store-rig.ts';

await describeStore('finished runs', (bench) => {
  describe('asked for by id', () => {
    it('are those that completed, in the order asked, and no others', async () => {
      const { store } = bench();
      const [completed, failed, cancelled, running, other] = await Promise.all(
        Array.from({ length: 5 }, () => planned(store, [], newRun())),
      );
      const runs = [completed!, failed!, cancelled!, running!, other!];
      const ids = runs.map(({ runId }) => runId);
      const outcomes = { [ids[0]!]: 'completed', [ids[1]!]: 'failed', [ids[2]!]: 'cancelled' } as const;
      for (const [index, run] of runs.entries()) {
        const outcome = index === 4 ? 'completed' : outcomes[run.runId];
        if (outcome) await store.conclude(things, { ...run, outcome, quarantineLimit: 1 });
      }
      expect(await store.findFinished([ids[4]!, 'nobody', ...ids.slice(0, 4)])).toEqual([ids[4], ids[0]]);
      expect(await store.findFinished([])).toEqual([]);
    });

    it('are those that were skipped before they planned, until they start over', async () => {
      const { store, query } = bench();
      const { runId, pipeline } = newRun();
      const interval = { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' };
      const asked = { input: { limit: 3 }, execution: 'first', interval, schedule: 'daily' };
      const skipped = { runId, pipeline, outcome: 'skipped', quarantineLimit: 0, asked } as const;
      const concluded = await store.conclude(things, { ...skipped, fence: 1 });
      expect(concluded).toMatchObject({ listed: 0, batches: 0, version: null });
      expect(await store.conclude(things, { ...skipped, fence: 2 })).toEqual(concluded);
      expect(await store.findFinished([runId])).toEqual([runId]);
      expect(await store.readRun({ runId, pipeline })).toEqual({ input: { limit: 3 }, uses: [], interval });
      expect(await query('select state, schedule from headrace.run where id = $1', [runId])).toEqual([
        { state: 'skipped', schedule: 'daily' },
      ]);
      await planned(store, ['a'], newRun({ runId, execution: 'second', again: true, fence: 3 }));
      expect(await store.findFinished([runId])).toEqual([]);
    });

    it('are those that failed half-way and were skipped then, with what they kept', async () => {
      const { store } = bench();
      const { runId, pipeline, ...run } = await planned(store, ['a', 'b'], newRun());
      await store.conclude(things, { runId, pipeline, outcome: 'failed', quarantineLimit: 0, fence: 2 });
      const { input } = run;
      const skipped = { runId, pipeline, outcome: 'skipped', quarantineLimit: 0 } as const;
      const asked = { input, execution: 'second' };
      expect(await store.conclude(things, { ...skipped, asked, fence: 3 })).toMatchObject({
        listed: 2,
        version: null,
      });
      expect(await store.findFinished([runId])).toEqual([runId]);
    });

    it('are not those that started over since', async () => {
      const { store } = bench();
      const run = await planned(store, [], newRun());
      await store.conclude(things, { ...run, outcome: 'completed', quarantineLimit: 1 });
      await store.openRun({ ...run, execution: 'second', again: true, fence: 2 });
      expect(await store.findFinished([run.runId])).toEqual([]);
    });
  });
});
