import type { Interval } from '@headrace/contracts';
import { expect, it } from 'vitest';

import {
  describeStore,
  newChunk,
  newKeys,
  newRun,
  planned,
  rowsOf,
  things,
  type StoreBench,
} from '../../support/store-rig.ts';

const dataset = things.dataset.name;

function toDay(day: number): Interval {
  const start = Date.UTC(2026, 10, day);
  return { start: new Date(start).toISOString(), end: new Date(start + 86_400_000).toISOString() };
}

/** Publishes a version of a run of its own. */
async function publish(
  { store }: StoreBench,
  interval?: Interval,
): Promise<{ version: number; run: string }> {
  const run = await planned(store, [], newRun({ ...(interval && { interval }) }));
  const request = { ...run, outcome: 'completed', quarantineLimit: 1 } as const;
  const { version } = await store.conclude(things, request);
  return { version: version ?? 0, run: run.runId };
}

await describeStore('the versions of a dataset', (bench) => {
  it('are found by an instant that their interval holds, the newest of several', async () => {
    const { store } = bench();
    await publish(bench(), toDay(1));
    const again = await publish(bench(), toDay(1));
    const later = await publish(bench(), toDay(2));
    await publish(bench());
    const found = { dataset, pipeline: things.name, ...again, interval: toDay(1) };
    expect(await store.findVersion({ dataset, start: '2026-11-01T00:00:00.000Z' })).toEqual(found);
    expect(await store.findVersion({ dataset, start: '2026-11-01T23:59:59.999Z' })).toEqual(found);
    expect(await store.findVersion({ dataset, start: '2026-11-02T00:00:00.000Z' })).toMatchObject(later);
    expect(await store.findVersion({ dataset, start: '2026-11-03T00:00:00.000Z' })).toBeNull();
    expect(await store.findVersion({ dataset: 'other' })).toBeNull();
  });

  it('are found as the newest where any will do, with or without an interval', async () => {
    const { store } = bench();
    const newest = await publish(bench());
    expect(await store.findVersion({ dataset })).toMatchObject({ ...newest, interval: null });
  });

  it('that a replay published is read as the run that it replays, with all of its rows', async () => {
    const { store } = bench();
    const keys = newKeys(2);
    const run = await planned(store, keys, newRun({ interval: toDay(4) }));
    const failed = { key: keys[1]!, attempts: 1, since: 0, reason: 'timeout', detail: 'late' } as const;
    await store.claimBatch({ ...run, batch: 0, fence: 1 });
    const landed = rowsOf(keys.slice(0, 1), 'at first');
    await store.commitChunk(things, newChunk(run, { advance: 2, landed, quarantined: [failed] }));
    const request = { outcome: 'completed', quarantineLimit: 1 } as const;
    const { version: known } = await store.conclude(things, { ...run, ...request });
    const replay = await planned(store, keys.slice(1), newRun({ replay: { run: run.runId } }));
    const { replayOf } = await store.claimBatch({ ...replay, batch: 0, fence: 1 });
    const late = newChunk(replay, { landed: rowsOf(keys.slice(1), 'replayed'), replayOf });
    await store.commitChunk(things, late);
    const { version } = await store.conclude(things, { ...replay, ...request });

    const use = { version, run: run.runId, interval: toDay(4) };
    const { start } = toDay(4);
    expect(await store.findVersion({ dataset, start })).toMatchObject(use);
    const read = await store.readDataset({ dataset, after: known!, limit: 3, needs: [{ start }] });
    expect(read).toMatchObject({ versions: [use], met: [{ use }] });
    const { runId, rows } = await store.readRows(things, { pipeline: things.name, limit: 10 });
    expect({ runId, titles: rows.map(({ title }) => title) }).toEqual({
      runId: run.runId,
      titles: ['at first', 'replayed'],
    });
    expect((await store.describeDataset({ dataset, limit: 1 })).versions).toMatchObject([
      { version, run: replay.runId, rows: 1 },
    ]);
  });

  it('do not hold what a replay of their run found absent, whatever an older run landed', async () => {
    const { store } = bench();
    const keys = newKeys(1);
    const older = await planned(store, keys);
    await store.claimBatch({ ...older, batch: 0, fence: 1 });
    await store.commitChunk(things, newChunk(older, { landed: rowsOf(keys) }));
    const run = await planned(store, keys);
    const failed = { key: keys[0]!, attempts: 1, since: 0, reason: 'timeout', detail: 'late' } as const;
    await store.claimBatch({ ...run, batch: 0, fence: 1 });
    await store.commitChunk(things, newChunk(run, { quarantined: [failed] }));
    const replay = await planned(store, keys, newRun({ replay: { run: run.runId } }));
    const { replayOf } = await store.claimBatch({ ...replay, batch: 0, fence: 1 });
    await store.commitChunk(things, newChunk(replay, { absent: keys, replayOf }));
    const { rows } = await store.readRows(things, { ...run, limit: 5 });
    expect(rows).toEqual([]);
    expect((await store.readQuarantine({ filter: { run: run.runId }, limit: 5 })).items).toEqual([]);
  });

  it('are read past the last one known, with the needs that are met, as many as fit', async () => {
    const { store } = bench();
    const { version: known } = await publish(bench());
    const runs = [
      await publish(bench(), toDay(11)),
      await publish(bench(), toDay(12)),
      await publish(bench()),
    ];
    const needs = [{}, { start: toDay(12).start }, { start: toDay(11).start }, { start: toDay(20).start }];
    const all = await store.readDataset({ dataset, after: known, limit: 3, needs });
    expect(all.versions).toMatchObject(runs);
    expect(all.met).toMatchObject([
      { use: runs[2] },
      { start: toDay(11).start, use: runs[0] },
      { start: toDay(12).start, use: runs[1] },
    ]);
    expect(all.more).toBe(false);
    const few = await store.readDataset({ dataset, after: known, limit: 2, needs });
    expect(few).toMatchObject({ versions: runs.slice(0, 2), more: true });
    expect(few.met).toHaveLength(2);
    const nothing = await store.readDataset({ dataset, limit: 2, needs: [] });
    expect(nothing).toEqual({ versions: [], met: [], more: false });
  });

  it('are listed newest first, and each dataset with its newest', async () => {
    const { store } = bench();
    const older = await publish(bench(), toDay(21));
    const newer = await publish(bench());
    const { versions } = await store.describeDataset({ dataset, limit: 2 });
    expect(versions).toMatchObject([
      { ...newer, interval: null, rows: 0 },
      { ...older, interval: toDay(21), publishedAt: expect.stringMatching(/Z$/) },
    ]);
    expect(await store.listDatasets()).toEqual([{ dataset, latest: versions[0] }]);
  });

  it('are what a run keeps that reads them, and a replay of it too', async () => {
    const { store } = bench();
    const used = { dataset: 'other', version: 3, pipeline: 'others', run: 'run-3', interval: toDay(1) };
    const run = await planned(store, ['a'], newRun({ interval: toDay(2), uses: [used] }));
    const kept = { uses: [used], interval: toDay(2) };
    expect(await store.readRun(run)).toMatchObject(kept);
    // One that goes on lands what it has listed; one that starts over lists anew.
    const newer = { ...used, version: 4 };
    await store.openRun({ ...run, execution: 'second', uses: [newer] });
    expect(await store.readRun(run)).toMatchObject(kept);
    const replay = await planned(store, ['a'], newRun({ replay: { run: run.runId } }));
    expect(await store.readRun(replay)).toMatchObject(kept);
    await store.openRun({ ...run, execution: 'third', again: true, uses: [newer] });
    expect(await store.readRun(run)).toMatchObject({ uses: [newer] });
  });
});
