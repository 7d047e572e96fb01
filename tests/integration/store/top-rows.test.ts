import type { KeyedRow } from '@headrace/activities';
import { limits, type AnyRow, type RowOrder } from '@headrace/contracts';
import { expect, it } from 'vitest';

import {
  describeStore,
  newChunk,
  newKeys,
  planned,
  rowsOf,
  things,
  type PlannedRun,
} from '../../support/store-rig.ts';

await describeStore('rows in another order', (bench) => {
  /** A run of two batches that lands these rows, and one key each that it does not. */
  async function landed(rows: readonly AnyRow[]): Promise<PlannedRun> {
    const { store } = bench();
    const keys = newKeys(rows.length + 3);
    const run = await planned(store, keys);
    const failure = { attempts: 1, since: 0, reason: 'timeout', detail: 'x' } as const;
    // What an earlier run has landed of the same keys is not this run's.
    const earlier = await planned(store, keys);
    const inFull: KeyedRow[] = keys.map((key, index) => ({ key, row: rows[index] ?? newRow({ id: 999 }) }));
    for (const each of [earlier, run]) {
      for (let batch = 0; batch < each.saved.batches; batch += 1) {
        const part = keys.slice(batch * 4, batch * 4 + 4);
        const isOwn = ({ key }: KeyedRow): boolean =>
          part.includes(key) && (each === earlier || keys.indexOf(key) < rows.length);
        const left = each === earlier ? [] : part.filter((key) => keys.indexOf(key) >= rows.length);
        await store.claimBatch({ ...each, batch, fence: 1 });
        await store.commitChunk(
          things,
          newChunk(each, {
            batch,
            advance: part.length,
            landed: inFull.filter(isOwn),
            absent: left.filter((key) => keys.indexOf(key) === rows.length),
            quarantined: left
              .filter((key) => keys.indexOf(key) === rows.length + 1)
              .map((key) => ({ ...failure, key })),
            pending: left
              .filter((key) => keys.indexOf(key) === rows.length + 2)
              .map((key) => ({ ...failure, key })),
          }),
        );
      }
    }
    return run;
  }

  function top(run: PlannedRun, order: readonly RowOrder[], limit = 10): Promise<readonly AnyRow[]> {
    return bench()
      .store.topRows(things, { pipeline: run.pipeline, runId: run.runId, order, limit })
      .then(({ rows }) => rows);
  }

  it('come by the first field, equals by the next, and those without a value last', async () => {
    const run = await landed([
      newRow({ id: 1, note: 'b' }),
      newRow({ id: 3, note: null }),
      newRow({ id: 2, note: 'b' }),
      newRow({ id: 9, note: 'a' }),
      newRow({ id: 5, note: null }),
    ]);
    const ids = async (...order: RowOrder[]): Promise<unknown[]> =>
      (await top(run, order)).map(({ id }) => id);
    expect(await ids({ field: 'id', descending: true })).toEqual([9, 5, 3, 2, 1]);
    expect(await ids({ field: 'note', descending: true }, { field: 'id' })).toEqual([1, 2, 9, 3, 5]);
    expect(await ids({ field: 'note' }, { field: 'id', descending: true })).toEqual([9, 2, 1, 5, 3]);
    expect(await ids()).toEqual([1, 3, 2, 9, 5]);
    expect(await top(run, [{ field: 'id' }], 2)).toHaveLength(2);
  });

  it('are as many as fit a payload', async () => {
    const text = 'x'.repeat(50_000);
    const run = await landed(Array.from({ length: 9 }, (_, id) => newRow({ id, title: text })));
    const rows = await top(run, [{ field: 'id', descending: true }]);
    expect(rows[0]).toMatchObject({ id: 8 });
    expect(rows.length).toBeLessThan(9);
    expect(JSON.stringify(rows).length).toBeLessThan(limits.payloadBytes);
  });

  it('cannot come by a field that the dataset has not', async () => {
    const run = await landed([newRow({})]);
    await expect(top(run, [{ field: 'views; drop' }])).rejects.toMatchObject({
      type: 'InvalidInput',
      message: 'order: things has no field "views; drop"; it has id, title, note, ratio, done, seenAt',
    });
  });
});

function newRow(change: Partial<AnyRow>): AnyRow {
  return { ...rowsOf(['x'])[0]!.row, ...change } as AnyRow;
}
