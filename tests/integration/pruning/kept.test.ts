import { randomUUID } from 'node:crypto';

import { RunPruned } from '@headrace/activities';
import type { AnyPipelineContract } from '@headrace/contracts';
import { Client } from 'pg';
import { expect, it } from 'vitest';

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
import { describeStore, newKeys, newRun, planned } from '../../support/store-rig.ts';

await describeStore('what a prune keeps', (bench) => {
  /** What a prune leaves of a run. */
  async function prunedOf(contract: AnyPipelineContract, runId: string): Promise<typeof whole> {
    await pruneAll(bench().store, newPrune(contract));
    return countKept(bench(), runId);
  }

  it('is what ended within the age, or has not ended', async () => {
    const { store, query } = bench();
    const contract = newPipeline();
    const young = await end(bench(), contract, { days: 89 });
    const running = await planned(store, newKeys(6), newRun({ pipeline: contract.name }));
    await query(`update headrace.run set started_at = now() - interval '1 year' where id = $1`, [
      running.runId,
    ]);
    const failed = await end(bench(), contract, { days: 89, outcome: 'failed' });
    await publish(bench(), contract);
    for (const { runId } of [young, running, failed]) expect(await prunedOf(contract, runId)).toEqual(whole);
  });

  it('is another pipeline’s, where one is given', async () => {
    const { store } = bench();
    const [contract, other] = [newPipeline(), newPipeline()];
    const kept = await end(bench(), other, { outcome: 'failed' });
    const { runId } = await end(bench(), contract, { outcome: 'failed' });
    await pruneAll(store, newPrune(contract));
    expect(await countKept(bench(), runId)).toEqual(gone);
    expect(await countKept(bench(), kept.runId)).toEqual(whole);
  });

  it('is the run of a pipeline’s newest version, however old', async () => {
    const contract = newPipeline();
    const older = await end(bench(), contract);
    const newest = await end(bench(), contract);
    await publish(bench(), newPipeline());
    expect(await bench().store.previewPrune(newPrune(contract))).toMatchObject({ runs: 1, kept: 1 });
    expect(await prunedOf(contract, newest.runId)).toEqual(whole);
    expect(await countKept(bench(), older.runId)).toEqual(gone);
    expect(await read(bench(), contract)).toMatchObject({ runId: newest.runId, rows: { length: 6 } });
  });

  it('is the run of which the newest version is a replay', async () => {
    const contract = newPipeline();
    const origin = await end(bench(), contract, { outcome: 'failed' });
    const replay = await end(bench(), contract, { run: { replay: { run: origin.runId } } });
    for (const { runId } of [origin, replay]) expect(await prunedOf(contract, runId)).toEqual(whole);
    expect(await read(bench(), contract)).toMatchObject({ runId: origin.runId, rows: { length: 6 } });
  });

  it('is a run whose quarantine waits, until it is discarded', async () => {
    const { store } = bench();
    const contract = newPipeline();
    const { runId } = await end(bench(), contract, { quarantined: true });
    await publish(bench(), contract);
    expect(await prunedOf(contract, runId)).toEqual(whole);
    await store.discardQuarantine({ filter: { run: runId }, by: randomUUID() });
    expect(await pruneAll(store, newPrune(contract))).toMatchObject({ runs: 1 });
    expect(await store.readQuarantine({ filter: { run: runId }, limit: 1 })).toEqual({
      items: [],
      totals: [],
    });
  });

  it('is a run that an unfinished one replays or reads', async () => {
    const { store } = bench();
    const contract = newPipeline();
    const [replayed, used] = [await end(bench(), contract), await end(bench(), contract)];
    await publish(bench(), contract);
    const other = newPipeline();
    await store.openRun(newRun({ pipeline: contract.name, replay: { run: replayed.runId } }));
    const uses = [
      { dataset: 'things', version: 1, pipeline: contract.name, run: used.runId, interval: null },
    ];
    const reader = await end(bench(), other, { outcome: 'failed', days: 10, run: { uses } });
    for (const { runId } of [replayed, used]) expect(await prunedOf(contract, runId)).toEqual(whole);
    await bench().query(`update headrace.run set concluded_at = now() - interval '1 year' where id = $1`, [
      reader.runId,
    ]);
    expect(await pruneAll(store, newPrune(contract))).toMatchObject({ runs: 1 });
    await expect(read(bench(), contract, used.runId)).rejects.toThrow(RunPruned);
    expect(await prunedOf(contract, replayed.runId)).toEqual(whole);
  });

  it('is what a run reads whose quarantine waits: its replay reads the same', async () => {
    const { store } = bench();
    const contract = newPipeline();
    const used = await end(bench(), contract);
    await publish(bench(), contract);
    const uses = [
      { dataset: 'things', version: 1, pipeline: contract.name, run: used.runId, interval: null },
    ];
    const reader = await end(bench(), newPipeline(), { quarantined: true, run: { uses } });
    expect(await prunedOf(contract, used.runId)).toEqual(whole);
    await store.discardQuarantine({ filter: { run: reader.runId }, by: randomUUID() });
    expect(await pruneAll(store, newPrune(contract))).toMatchObject({ runs: 1 });
  });

  it('is a run that listed nothing: it reads as empty still', async () => {
    const { store, query } = bench();
    const contract = newPipeline();
    const run = await planned(store, [], newRun({ pipeline: contract.name }));
    await store.conclude(contract, { ...run, outcome: 'completed', quarantineLimit: 1, fence: 2 });
    await query(`update headrace.run set concluded_at = now() - interval '1 year' where id = $1`, [
      run.runId,
    ]);
    await publish(bench(), contract);
    expect(await pruneAll(store, newPrune(contract))).toMatchObject({ runs: 0 });
    expect(await read(bench(), contract, run.runId)).toMatchObject({ rows: [] });
  });

  it('passes a run over that a start holds, and refuses the start that comes too late', async () => {
    const { engine, server, store, query } = bench();
    if (engine === 'PGlite') return;
    const contract = newPipeline();
    const { runId } = await end(bench(), contract);
    await publish(bench(), contract);
    const other = new Client({ connectionString: server.url });
    await other.connect();
    await other.query('begin');
    await other.query('select from headrace.run where id = $1 for key share', [runId]);
    expect(await pruneAll(store, newPrune(contract))).toMatchObject({ runs: 0 });
    await other.query('commit');
    // A prune that is not through yet.
    await other.query('begin');
    await other.query('select from headrace.run where id = $1 for update', [runId]);
    await other.query('update headrace.run set pruned_at = now() where id = $1', [runId]);
    const uses = [{ dataset: 'things', version: 1, pipeline: contract.name, run: runId, interval: null }];
    const opened = store.openRun(newRun({ uses }));
    opened.catch(() => undefined);
    const readWaiting = () =>
      query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    await expect.poll(readWaiting).toHaveLength(1);
    await other.query('commit');
    await other.end();
    await expect(opened).rejects.toThrow(RunPruned);
  });
});
