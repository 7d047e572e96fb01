import { RunNotFound, type Store } from '@headrace/activities';
import { limits, type AnyRow, type RowCursor } from '@headrace/contracts';
import { expect, it } from 'vitest';

import {
  describeStore,
  newChunk,
  newKeys,
  newRun,
  planned,
  rowsOf,
  things,
  type PlannedRun,
} from '../../support/store-rig.ts';

/** Lands the whole run, each row's id its place in the list. */
async function landed(store: Store, keys: readonly string[], title = 'x'): Promise<PlannedRun> {
  const run = await planned(store, keys, newRun({ batchSize: 150 }));
  for (let batch = 0; batch * 150 < keys.length; batch++) {
    await store.claimBatch({ ...run, batch, fence: 1 });
    const slice = rowsOf(keys.slice(batch * 150, (batch + 1) * 150), title);
    const rows = slice.map(({ key, row }, index) => ({ key, row: { ...row, id: batch * 150 + index } }));
    await store.commitChunk(things, newChunk(run, { batch, advance: rows.length, landed: rows }));
  }
  return run;
}

interface PagedRows {
  readonly ids: number[];
  readonly pages: number;
}

async function readAll(store: Store, run: PlannedRun, limit: number): Promise<PagedRows> {
  const ids: number[] = [];
  let after: RowCursor | undefined;
  for (let pages = 1; ; pages++) {
    const page = await store.readRows(things, { ...run, limit, ...(after && { after }) });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(limits.payloadBytes);
    ids.push(...page.rows.map((row) => Number(row['id'])));
    if (page.next === undefined) return { ids, pages };
    after = page.next;
  }
}

await describeStore('reading rows', (bench) => {
  it.each([7, 100, 150, 1_000])('pages through batches in list order, %i rows at most', async (limit) => {
    const { store } = bench();
    const run = await landed(store, newKeys(400).toReversed());
    const { ids, pages } = await readAll(store, run, limit);
    expect(ids).toEqual(Array.from({ length: 400 }, (_, index) => index));
    expect(pages).toBe(Math.ceil(400 / limit));
  });

  it('gives fields by their names and types', async () => {
    const { store } = bench();
    const run = await landed(store, newKeys(1));
    expect(await store.readRows(things, { ...run, limit: 1 })).toEqual({
      dataset: 'things',
      runId: run.runId,
      rows: [{ id: 0, title: 'x', note: null, ratio: 0.5, done: true, seenAt: '2026-01-31T12:00:00.120Z' }],
    });
  });

  it('leaves out what this run did not land, though an earlier run did', async () => {
    const { store } = bench();
    const keys = newKeys(300);
    await landed(store, keys);
    const run = await planned(store, keys, newRun({ batchSize: 150 }));
    await store.claimBatch({ ...run, batch: 0, fence: 1 });
    const failure = { attempts: 1, since: 0, reason: 'timeout', detail: 'x' } as const;
    await store.commitChunk(
      things,
      newChunk(run, {
        advance: 100,
        landed: rowsOf(keys.slice(0, 97)),
        absent: [keys[97]!],
        quarantined: [{ ...failure, key: keys[98]! }],
        pending: [{ ...failure, key: keys[99]! }],
      }),
    );
    const { ids } = await readAll(store, run, 50);
    expect(ids).toHaveLength(97);
  });

  it('passes over batches of absent keys to the next row', async () => {
    const { store } = bench();
    const keys = newKeys(451);
    const run = await planned(store, keys, newRun({ batchSize: 150 }));
    for (let batch = 0; batch < 3; batch++) {
      await store.claimBatch({ ...run, batch, fence: 1 });
      const absent = keys.slice(batch * 150, (batch + 1) * 150);
      await store.commitChunk(things, newChunk(run, { batch, advance: absent.length, absent }));
    }
    await store.claimBatch({ ...run, batch: 3, fence: 1 });
    await store.commitChunk(things, newChunk(run, { batch: 3, landed: rowsOf([keys[450]!]) }));
    expect(await store.readRows(things, { ...run, limit: 1 })).toMatchObject({
      rows: [{ title: 'a title' }],
    });
  });

  it('keeps a page within a payload, whatever the rows hold', async () => {
    const { store } = bench();
    const run = await landed(store, newKeys(60), '€"\u0001'.repeat(1_500));
    const { ids, pages } = await readAll(store, run, 1_000);
    expect(ids).toHaveLength(60);
    expect(pages).toBeGreaterThan(3);
  });

  it('cuts the texts of a row that no page could hold', async () => {
    const { store } = bench();
    const run = await landed(store, newKeys(2), 'x'.repeat(400_000));
    const { ids } = await readAll(store, run, 10);
    expect(ids).toEqual([0, 1]);
  });

  it('reads the run that published last where none is named', async () => {
    const { store } = bench();
    const nothing = store.readRows({ ...things }, { pipeline: 'another', limit: 1 });
    await expect(nothing).rejects.toThrow(RunNotFound);
    const run = await landed(store, newKeys(1));
    await store.conclude(things, { ...run, outcome: 'completed', quarantineLimit: 0 });
    await landed(store, newKeys(1));
    const page: { runId: string; rows: readonly AnyRow[] } = await store.readRows(things, {
      pipeline: 'things',
      limit: 1,
    });
    expect(page.runId).toBe(run.runId);
  });
});
