import { describe, expect, it } from 'vitest';

import { describeStore, newRun, planned, things } from './store-bench.ts';

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

    it('are not those that started over since', async () => {
      const { store } = bench();
      const run = await planned(store, [], newRun());
      await store.conclude(things, { ...run, outcome: 'completed', quarantineLimit: 1 });
      await store.openRun({ ...run, execution: 'second', again: true, fence: 2 });
      expect(await store.findFinished([run.runId])).toEqual([]);
    });
  });
});
