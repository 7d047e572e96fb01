import { RunPruned } from '@headrace/activities';
import { expect, it } from 'vitest';

import { end, newPipeline, pruneAll, publish, read, newPrune } from '../../support/prune-rig.ts';
import { describeStore, newChunk, newKeys, newRun, rowsOf } from '../../support/store-rig.ts';

await describeStore('a pruned run that is started again', (bench) => {
  it.each(['failed', 'cancelled'] as const)('begins anew where it was %s', async (outcome) => {
    const { store } = bench();
    const contract = newPipeline();
    const run = await end(bench(), contract, { outcome });
    await pruneAll(store, newPrune(contract));
    const second = { ...run, execution: 'second', fence: 9 };
    expect(await store.openRun(second)).toEqual({ shards: [] });
    const keys = newKeys(2);
    await store.saveShard({ ...second, keys, requests: 1 });
    await store.claimBatch({ ...second, batch: 0 });
    await store.commitChunk(contract, newChunk(second, { fence: 9, advance: 2, landed: rowsOf(keys) }));
    const ended = await store.conclude(contract, {
      ...second,
      outcome: 'completed',
      quarantineLimit: 0,
      fence: 10,
    });
    expect(ended).toMatchObject({ listed: 2, landed: 2, version: expect.any(Number) });
    expect(await read(bench(), contract, run.runId)).toMatchObject({ rows: { length: 2 } });
  });

  it('is refused where it had completed, and stays so, unless it is to start over', async () => {
    const { store, query } = bench();
    const contract = newPipeline();
    const run = await end(bench(), contract);
    await publish(bench(), contract);
    await pruneAll(store, newPrune(contract));
    const second = { ...run, execution: 'second', fence: 9 };
    await expect(store.openRun(second)).rejects.toThrow(RunPruned);
    // As the workflow ends a run that could not plan.
    const asked = { input: {}, execution: 'second' };
    const failed = { ...run, outcome: 'failed', quarantineLimit: 0, asked, fence: 10 } as const;
    expect(await store.conclude(contract, failed)).toMatchObject({ batches: 2, listed: 6, landed: 6 });
    expect(await query('select state from headrace.run where id = $1', [run.runId])).toEqual([
      { state: 'completed' },
    ]);
    expect(await store.openRun({ ...second, fence: 11, again: true })).toEqual({ shards: [] });
    expect(await query('select pruned_at from headrace.run where id = $1', [run.runId])).toEqual([
      { pruned_at: null },
    ]);
  });

  it('keeps its totals where it fails before it has planned', async () => {
    const { store } = bench();
    const contract = newPipeline();
    const run = await end(bench(), contract, { outcome: 'failed' });
    await pruneAll(store, newPrune(contract));
    const asked = { input: {}, execution: 'second' };
    const skipped = { ...run, outcome: 'skipped', quarantineLimit: 0, asked, fence: 9 } as const;
    expect(await store.conclude(contract, skipped)).toMatchObject({ batches: 2, listed: 6, landed: 6 });
    expect(await store.findFinished([run.runId])).toEqual([run.runId]);
  });
  it('is refused, too, to another that is to replay or read it', async () => {
    const { store } = bench();
    const contract = newPipeline();
    const { runId } = await end(bench(), contract);
    await publish(bench(), contract);
    await pruneAll(store, newPrune(contract));
    const replay = newRun({ pipeline: contract.name, replay: { run: runId } });
    await expect(store.openRun(replay)).rejects.toThrow(`run ${runId}: its keys were pruned`);
    const uses = [{ dataset: 'things', version: 1, pipeline: contract.name, run: runId, interval: null }];
    await expect(store.openRun(newRun({ uses }))).rejects.toThrow(`run ${runId}: its keys were pruned`);
  });
});
