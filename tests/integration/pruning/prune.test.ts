import { RunNotFound, RunPruned } from '@headrace/activities';
import type { AnyPipelineContract, Pruned } from '@headrace/contracts';
import { expect, describe, it } from 'vitest';

import {
  countKept,
  end,
  gone,
  newPipeline,
  pruneAll,
  publish,
  read,
  newPrune,
  whole,
} from '../../support/prune-rig.ts';
import { describeStore, newKeys, newRun, planned, type StoreBench } from '../../support/store-rig.ts';

await describeStore('pruning', (bench) => {
  describe('a run that ended long ago', () => {
    it('removes its keys, and keeps its counts, its rows and its version', async () => {
      const { store, query } = bench();
      const contract = newPipeline();
      const { runId } = await end(bench(), contract);
      await publish(bench(), contract);
      const heldOf = `select (select to_jsonb(run) - 'pruned_at' from headrace.run where id = $1) as run,
        (select jsonb_agg(held) from headrace.dataset_version as held where run = $1) as versions,
        (select count(*)::int from things where _run = $1) as rows`;
      const [before] = await query(heldOf, [runId]);
      const preview = await store.previewPrune(newPrune(contract));
      expect(preview).toEqual({ runs: 1, batches: 2, keys: 6, bytes: expect.any(Number), kept: 0 });
      expect(await countKept(bench(), runId)).toEqual(whole);
      const { kept: _kept, ...expected } = preview;
      expect(await store.prune(newPrune(contract))).toEqual({ ...expected, more: true });
      expect(await countKept(bench(), runId)).toEqual(gone);
      expect(await query(heldOf, [runId])).toEqual([before]);
      expect(before).toMatchObject({ rows: 6 });
      expect(await store.findFinished([runId])).toEqual([runId]);
      expect((await store.describeDataset({ dataset: 'things', limit: 100 })).versions).toContainEqual(
        expect.objectContaining({ run: runId, rows: 6 }),
      );
    });

    it('is told of by name and time to whoever asks for its rows', async () => {
      const { store, query } = bench();
      const contract = newPipeline();
      const { runId } = await end(bench(), contract);
      await publish(bench(), contract);
      await store.prune(newPrune(contract));
      const [{ at }] = (await query<{ at: string }>(
        `select to_char(pruned_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
         from headrace.run where id = $1`,
        [runId],
      )) as [{ at: string }];
      const refusal = {
        type: 'RunPruned',
        message: expect.stringContaining(`run ${runId}: its keys were pruned at ${at}`),
      };
      await expect(read(bench(), contract, runId)).rejects.toMatchObject(refusal);
      const top = { runId, pipeline: contract.name, order: [{ field: 'id' }], limit: 1 };
      await expect(store.topRows(contract, top)).rejects.toMatchObject(refusal);
      await expect(read(bench(), contract, 'nobody')).rejects.toThrow(RunNotFound);
      expect(await read(bench(), contract)).toMatchObject({ rows: { length: 6 } });
    });

    it('is counted once, however often and by however many it is pruned', async () => {
      const { store } = bench();
      const contract = newPipeline();
      const runs = await Promise.all(Array.from({ length: 30 }, () => end(bench(), contract)));
      await publish(bench(), contract);
      const asked = [newPrune(contract), newPrune(contract), newPrune(contract)];
      const totals = await Promise.all(asked.map((each) => pruneAll(store, each)));
      expect(sum(totals)).toMatchObject({ runs: 30, batches: 60, keys: 180 });
      for (const { runId } of runs) expect(await countKept(bench(), runId)).toEqual(gone);
      // The same prune, asked again, tells the same.
      expect(await pruneAll(store, asked[0]!)).toEqual(totals[0]);
      expect(await pruneAll(store, newPrune(contract))).toMatchObject({
        runs: 0,
        batches: 0,
        keys: 0,
        bytes: 0,
      });
    });

    it('is whole as long as a step has not done all of its work', async () => {
      const { store, query } = bench();
      const contract = newPipeline();
      const { runId } = await end(bench(), contract);
      await publish(bench(), contract);
      await query(`
        create or replace function break_off() returns trigger language plpgsql as
        $$ begin if old.run = '${runId}' then raise exception 'killed'; end if; return old; end $$`);
      await query(
        'create trigger break_off before delete on headrace.batch for each row execute function break_off()',
      );
      const broken = newPrune(contract);
      await expect(store.prune(broken)).rejects.toThrow('killed');
      await query('drop trigger break_off on headrace.batch');
      expect(await countKept(bench(), runId)).toEqual(whole);
      expect(await read(bench(), contract, runId)).toMatchObject({ rows: { length: 6 } });
      expect(await pruneAll(store, broken)).toMatchObject({ runs: 1, keys: 6 });
    });
  });

  describe('a run of more keys than a step removes', () => {
    it('is read by nobody from the first step on, and the next prune goes on', async () => {
      const { store } = bench();
      const contract = newPipeline();
      const runId = await endLarge(bench(), contract);
      const first = newPrune(contract);
      expect(await store.prune(first)).toMatchObject({ runs: 1, batches: 501, keys: 505, more: true });
      expect(await countKept(bench(), runId)).toEqual({ batches: 200, shards: 200 });
      await expect(read(bench(), contract, runId)).rejects.toThrow(RunPruned);
      expect(await store.previewPrune(newPrune(contract))).toMatchObject({
        runs: 0,
        batches: 200,
        keys: 200,
      });
      expect(await pruneAll(store, newPrune(contract))).toMatchObject({ runs: 0, batches: 200, keys: 200 });
      expect(await pruneAll(store, first)).toMatchObject({ runs: 1, batches: 501, keys: 505 });
      expect(await countKept(bench(), runId)).toEqual(gone);
    });

    it('is emptied by one prune, a step after the other', async () => {
      const contract = newPipeline();
      const runId = await endLarge(bench(), contract);
      const pruned = await pruneAll(bench().store, newPrune(contract));
      expect(pruned).toMatchObject({ runs: 1, batches: 701, keys: 705 });
      expect(await countKept(bench(), runId)).toEqual(gone);
    });

    it('begins anew, whole, when it is started again in between', async () => {
      const { store } = bench();
      const contract = newPipeline();
      const runId = await endLarge(bench(), contract);
      await store.prune(newPrune(contract));
      const keys = newKeys(3);
      const run = newRun({ runId, pipeline: contract.name, execution: 'second', fence: 9 });
      await planned(store, keys, run);
      expect(await store.openRun(run)).toMatchObject({ shards: [{ shard: 0, batches: 1, listed: 3 }] });
      expect(await pruneAll(store, newPrune(contract))).toMatchObject({ runs: 0, batches: 0 });
      expect(await store.claimBatch({ runId, pipeline: contract.name, batch: 0, fence: 10 })).toMatchObject({
        keys,
      });
    });
  });
});

function sum(all: readonly Pruned[]): Pruned {
  const zero = { runs: 0, batches: 0, keys: 0, bytes: 0 };
  return all.reduce(
    (total, { runs, batches, keys, bytes }) => ({
      runs: total.runs + runs,
      batches: total.batches + batches,
      keys: total.keys + keys,
      bytes: total.bytes + bytes,
    }),
    zero,
  );
}

/** 700 shards of one batch of one key each. */
async function endLarge(bench: StoreBench, contract: AnyPipelineContract): Promise<string> {
  const { runId } = await end(bench, contract, { outcome: 'cancelled' });
  await bench.query(
    `insert into headrace.shard (run, shard, first_batch, batches, listed, requests)
     select $1, number, number + 1, 1, 1, 1 from generate_series(1, 699) as number`,
    [runId],
  );
  await bench.query(
    `insert into headrace.batch (run, number, keys, listed)
     select $1, number + 1, jsonb_build_array(number::text), 1 from generate_series(1, 699) as number`,
    [runId],
  );
  return runId;
}
