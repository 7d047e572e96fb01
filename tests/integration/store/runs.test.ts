import { QuarantineLimit, RunNotFound, Superseded } from '@headrace/activities';
import { describe, expect, it } from 'vitest';

import {
  describeStore,
  newChunk,
  newKeys,
  newRun,
  planned,
  rowsOf,
  things,
} from '../../support/store-rig.ts';

await describeStore('a run', (bench) => {
  describe('planning', () => {
    it('opens a run once, however often and however many at a time it is called', async () => {
      const { store, query } = bench();
      const run = newRun({ input: { feed: 'top', text: 'a\0b' } });
      const opened = await Promise.all(Array.from({ length: 5 }, () => store.openRun(run)));
      expect(opened).toEqual(Array.from({ length: 5 }, () => ({ shards: [] })));
      expect(await query('select id from headrace.run where id = $1', [run.runId])).toHaveLength(1);
      expect(await store.readRun(run)).toEqual({ input: { feed: 'top', text: 'a\0b' }, uses: [] });
    });

    it('cuts a shard into batches in list order and keeps a key listed twice once', async () => {
      const { store, query } = bench();
      const run = newRun();
      await store.openRun(run);
      const plan = { ...run, keys: ['a', 'b', 'a', 'c', 'd', 'e', 'b'], requests: 2, next: 'page 2' };
      const shard = { shard: 0, firstBatch: 0, batches: 2, listed: 5, requests: 2, more: true };
      expect(await store.saveShard(plan)).toEqual(shard);
      expect(await store.openRun(run)).toEqual({ shards: [shard], cursor: 'page 2' });
      const batches = await query('select number, keys from headrace.batch where run = $1 order by 1', [
        run.runId,
      ]);
      expect(batches).toEqual([
        { number: 0, keys: ['a', 'b', 'c', 'd'] },
        { number: 1, keys: ['e'] },
      ]);
    });

    it('returns a shard that is there as it is, also to callers at the same time', async () => {
      const { store, query } = bench();
      const run = newRun();
      await store.openRun(run);
      const plans = [1, 2, 3, 4].map((requests) => ({ ...run, keys: newKeys(6), requests }));
      const saved = await Promise.all(plans.map((plan) => store.saveShard(plan)));
      expect(new Set(saved.map((shard) => JSON.stringify(shard))).size).toBe(1);
      expect(await query('select number from headrace.batch where run = $1', [run.runId])).toHaveLength(2);
    });

    it('numbers batches on and drops keys that an earlier shard has', async () => {
      const { store } = bench();
      const run = await planned(store, ['a', 'b', 'c', 'd', 'e']);
      const second = await store.saveShard({
        ...run,
        shard: 1,
        keys: ['f', 'e', 'a', 'f', 'g'],
        requests: 1,
      });
      expect(second).toMatchObject({ shard: 1, firstBatch: 2, batches: 1, listed: 2 });
      const claimed = await store.claimBatch({ ...run, batch: 2, fence: 1 });
      expect(claimed.keys).toEqual(['f', 'g']);
    });

    it('keeps a shard without keys, and the next one goes on from it', async () => {
      const { store } = bench();
      const run = newRun();
      await store.openRun(run);
      const empty = await store.saveShard({ ...run, keys: [], requests: 1, next: 'on' });
      expect(empty).toMatchObject({ batches: 0, listed: 0, more: true });
      const next = await store.saveShard({ ...run, shard: 1, keys: ['a'], requests: 1 });
      expect(next).toMatchObject({ firstBatch: 0, batches: 1, more: false });
    });

    it('saves a shard of 200 batches of 2,000 keys', async () => {
      const { store } = bench();
      const run = newRun({ batchSize: 2_000 });
      await store.openRun(run);
      const keys = Array.from({ length: 400_000 }, (_, index) => String(40_000_000 + index));
      expect(await store.saveShard({ ...run, keys, requests: 1 })).toMatchObject({
        batches: 200,
        listed: 400_000,
      });
    });

    it('names a key that Postgres cannot hold', async () => {
      const { store } = bench();
      await expect(planned(store, ['a', 'b\0'])).rejects.toThrow(String.raw`lists "b\u0000"`);
    });

    it('knows no run and no batch that was not planned', async () => {
      const { store } = bench();
      const run = newRun();
      await expect(store.readRun(run)).rejects.toThrow(RunNotFound);
      await expect(store.saveShard({ ...run, keys: ['a'], requests: 1 })).rejects.toThrow(RunNotFound);
      await expect(store.claimBatch({ ...run, batch: 0, fence: 1 })).rejects.toThrow(RunNotFound);
      await expect(store.readRows(things, { ...run, limit: 1 })).rejects.toThrow(RunNotFound);
      const conclusion = store.conclude(things, { ...run, outcome: 'completed', quarantineLimit: 1 });
      await expect(conclusion).rejects.toThrow(RunNotFound);
    });
  });

  describe('starting over', () => {
    it('drops what an earlier execution planned, once, and keeps its rows', async () => {
      const { store, query } = bench();
      const keys = newKeys(2);
      const run = await planned(store, keys, newRun({ input: { limit: 1 } }));
      await store.claimBatch({ ...run, batch: 0, fence: 1 });
      await store.commitChunk(things, newChunk(run, { landed: rowsOf(keys) }));

      const again = { ...run, input: { limit: 2 }, execution: 'second', again: true };
      expect(await store.openRun(again)).toEqual({ shards: [] });
      expect(await store.readRun(run)).toMatchObject({ input: { limit: 2 } });
      const saved = await store.saveShard({ ...again, keys: ['z'], requests: 1 });
      expect(await store.openRun(again)).toEqual({ shards: [saved] });
      expect(await query('select _key from things where _key = any($1)', [keys])).toHaveLength(2);
    });

    it('goes on with what an earlier execution planned where it is not asked to', async () => {
      const { store } = bench();
      const run = await planned(store, ['a']);
      const next = { ...run, execution: 'second' };
      expect(await store.openRun(next)).toEqual({ shards: [run.saved] });
    });

    it('refuses another input for a run that has listed its keys, unless it starts over', async () => {
      const { store } = bench();
      const run = await planned(store, ['a'], newRun({ input: { feed: 'top', limit: 1 } }));
      const other = { ...run, input: { limit: 2, feed: 'top' }, execution: 'second', fence: 2 };
      await expect(store.openRun(other)).rejects.toMatchObject({
        type: 'InvalidInput',
        message: expect.stringContaining('limit was 1, and is 2 here'),
      });
      expect(await store.openRun({ ...run, execution: 'second', fence: 2 })).toMatchObject({ shards: [{}] });
      expect(await store.openRun({ ...other, execution: 'third', fence: 3, again: true })).toEqual({
        shards: [],
      });
    });

    it('refuses a run of another pipeline under the id of one that has listed its keys', async () => {
      const { store, query } = bench();
      const run = await planned(store, ['a']);
      const other = { ...run, pipeline: 'others', execution: 'second' };
      await expect(store.openRun(other)).rejects.toThrow(
        `run ${run.runId} was begun as one of things and cannot go on as one of others; give another id`,
      );
      const kept = await query('select pipeline, execution from headrace.run where id = $1', [run.runId]);
      expect(kept).toEqual([{ pipeline: 'things', execution: 'first' }]);
    });

    it('refuses an execution that another took the run over from', async () => {
      const { store } = bench();
      const run = await planned(store, ['a']);
      await store.openRun({ ...run, execution: 'second', again: true });
      await expect(store.openRun({ ...run, again: true })).rejects.toThrow(Superseded);
    });

    it('lets nothing of the earlier execution into the batches of the new one', async () => {
      const { store, query } = bench();
      const keys = newKeys(1);
      const run = await planned(store, keys);
      await store.claimBatch({ ...run, batch: 0, fence: 1 });
      await planned(store, keys, { ...run, execution: 'second', again: true });
      await expect(store.commitChunk(things, newChunk(run, { landed: rowsOf(keys) }))).rejects.toThrow(
        Superseded,
      );
      expect(await query('select _key from things where _key = any($1)', [keys])).toEqual([]);
    });
  });

  describe('concluding', () => {
    const completed = { outcome: 'completed', quarantineLimit: 0.5 } as const;

    it('keeps a run that was cancelled before its plan came, and refuses that plan', async () => {
      const { store, query } = bench();
      const run = newRun({ input: { limit: 1 } });
      const { input, execution } = run;
      const cancelled = { ...run, fence: 5, outcome: 'cancelled', quarantineLimit: 1 } as const;
      const nothing = { listed: 0, batches: 0, version: null };
      expect(await store.conclude(things, { ...cancelled, asked: { input, execution } })).toMatchObject(
        nothing,
      );
      await expect(store.openRun({ ...run, fence: 4 })).rejects.toThrow(Superseded);
      const states = await query('select state from headrace.run where id = $1', [run.runId]);
      expect(states).toEqual([{ state: 'cancelled' }]);

      const origin = await planned(store, newKeys(1), newRun({ input: { limit: 3 } }));
      const next = { ...run, fence: 6, execution: 'second', input: { limit: 2 } };
      expect(await store.openRun(next)).toEqual({ shards: [] });
      expect(await store.readRun(run)).toMatchObject({ input: { limit: 2 } });
      const replay = { ...next, fence: 7, execution: 'third', replay: { run: origin.runId } };
      expect(await store.openRun(replay)).toEqual({ shards: [] });
      expect(await store.readRun(run)).toMatchObject({ input: { limit: 3 } });
    });

    it('gives the same answer again after a plan that failed too late', async () => {
      const { store } = bench();
      const run = await planned(store, newKeys(1));
      const failed = { ...run, outcome: 'failed', quarantineLimit: 0 } as const;
      await store.countPlanRequests({ ...run, requests: 2 });
      const before = await store.conclude(things, { ...failed, fence: 5 });
      await store.countPlanRequests({ ...run, fence: 4, requests: 3 });
      expect(await store.conclude(things, { ...failed, fence: 6 })).toEqual(before);
    });

    it('leaves what an earlier execution concluded as it is when a later one ends before it plans', async () => {
      const { store, query } = bench();
      const run = await planned(store, newKeys(1));
      await store.conclude(things, { ...run, fence: 3, ...completed });
      const later = { ...run, fence: 6, execution: 'second', again: true };
      const asked = { input: {}, execution: 'second' };
      const failed = { ...later, outcome: 'failed', quarantineLimit: 1, asked } as const;
      expect(await store.conclude(things, failed)).toMatchObject({ listed: 1, version: expect.any(Number) });
      await expect(store.openRun({ ...later, fence: 5 })).rejects.toThrow(Superseded);
      const states = await query('select state from headrace.run where id = $1', [run.runId]);
      expect(states).toEqual([{ state: 'completed' }]);
    });

    it('totals the batches up and publishes a version, with the same answer however often it is called', async () => {
      const { store, query } = bench();
      const keys = newKeys(5);
      const run = await planned(store, keys);
      const refused = {
        key: keys[3]!,
        attempts: 1,
        since: 0,
        reason: 'refused',
        detail: '403',
        status: 403,
      } as const;
      await store.claimBatch({ ...run, batch: 0, fence: 1 });
      await store.commitChunk(
        things,
        newChunk(run, {
          advance: 4,
          landed: rowsOf(keys.slice(0, 2)),
          absent: [keys[2]!],
          quarantined: [refused],
          requests: 5,
        }),
      );
      await store.claimBatch({ ...run, batch: 1, fence: 1 });
      await store.commitChunk(
        things,
        newChunk(run, { batch: 1, landed: rowsOf(keys.slice(4)), requests: 1 }),
      );

      const conclusions = await Promise.all(
        [1, 2, 3].map(() => store.conclude(things, { ...run, ...completed })),
      );
      const counts = { listed: 5, landed: 3, absent: 1, quarantined: 1, batches: 2, requests: 7 };
      for (const conclusion of conclusions) expect(conclusion).toEqual({ ...conclusions[0], ...counts });
      expect(
        await query('select version, rows::int from headrace.dataset_version where run = $1', [run.runId]),
      ).toEqual([{ version: conclusions[0]!.version, rows: 3 }]);
      expect(await query('select state, counts from headrace.run where id = $1', [run.runId])).toEqual([
        { state: 'completed', counts },
      ]);
    });

    it('gives runs that conclude at once one version each, and none twice', async () => {
      const { store } = bench();
      const runs = await Promise.all(Array.from({ length: 6 }, () => planned(store, [])));
      const conclusions = await Promise.all(
        runs.map((run) => store.conclude(things, { ...run, ...completed })),
      );
      const versions = conclusions.map(({ version }) => version!).toSorted((a, b) => a - b);
      expect(versions).toEqual(Array.from({ length: 6 }, (_, index) => versions[0]! + index));
    });

    it('publishes anew for a run that started over, and not for one that went on', async () => {
      const { store } = bench();
      const run = await planned(store, []);
      const first = await store.conclude(things, { ...run, ...completed });
      await store.openRun({ ...run, execution: 'second' });
      expect(await store.conclude(things, { ...run, ...completed })).toEqual(first);
      await planned(store, [], { ...run, execution: 'third', again: true });
      const anew = await store.conclude(things, { ...run, ...completed });
      expect(anew.version).toBe(first.version! + 1);
    });

    it('fails a run with too much in quarantine, says what it was, and publishes nothing', async () => {
      const { store, query } = bench();
      const keys = newKeys(3);
      const run = await planned(store, keys);
      await store.claimBatch({ ...run, batch: 0, fence: 1 });
      const reasons = ['timeout', 'malformed', 'malformed'] as const;
      const quarantined = keys.map((key, index) => ({
        key,
        attempts: 1,
        since: 0,
        reason: reasons[index]!,
        detail: 'x',
      }));
      await store.commitChunk(things, newChunk(run, { advance: 3, quarantined }));
      for (let call = 1; call <= 2; call++) {
        const conclusion = store.conclude(things, { ...run, ...completed, quarantineLimit: 0.9 });
        await expect(conclusion).rejects.toThrow(QuarantineLimit);
        await expect(conclusion).rejects.toThrow('3 of 3 items were quarantined (2 malformed, 1 timeout)');
      }
      expect(await query('select state from headrace.run where id = $1', [run.runId])).toEqual([
        { state: 'failed' },
      ]);
      expect(await query('select version from headrace.dataset_version where run = $1', [run.runId])).toEqual(
        [],
      );
      const landed = keys.slice(0, 1);
      await query('delete from headrace.quarantine where run = $1 and key = any($2)', [run.runId, landed]);
      const replayed = await store.conclude(things, { ...run, ...completed, quarantineLimit: 0.9 });
      expect(replayed).toMatchObject({ quarantined: 3, version: expect.any(Number) });
    });

    it('publishes a run with too much in quarantine where that is allowed', async () => {
      const { store } = bench();
      const keys = newKeys(1);
      const run = await planned(store, keys);
      await store.claimBatch({ ...run, batch: 0, fence: 1 });
      const refused = { key: keys[0]!, attempts: 1, since: 0, reason: 'refused', detail: 'x' } as const;
      await store.commitChunk(things, newChunk(run, { advance: 1, quarantined: [refused] }));
      const { version } = await store.conclude(things, { ...run, ...completed, quarantineLimit: 1 });
      expect(version).toBeGreaterThan(0);
    });

    it.each(['cancelled', 'failed'] as const)(
      'leaves a run completed that was %s after it had published',
      async (outcome) => {
        const { store, query } = bench();
        const run = await planned(store, []);
        const { version } = await store.conclude(things, { ...run, ...completed });
        const later = { ...run, ...completed, outcome };
        expect(await store.conclude(things, later)).toMatchObject({ version });
        expect(await query('select state from headrace.run where id = $1', [run.runId])).toEqual([
          { state: 'completed' },
        ]);
      },
    );

    it.each(['cancelled', 'failed'] as const)('only totals up a run that was %s', async (outcome) => {
      const { store, query } = bench();
      const run = await planned(store, newKeys(5));
      const conclusion = await store.conclude(things, { ...run, outcome, quarantineLimit: 0 });
      expect(conclusion).toMatchObject({ listed: 5, landed: 0, version: null });
      expect(await query('select state from headrace.run where id = $1', [run.runId])).toEqual([
        { state: outcome },
      ]);
    });
  });
});
