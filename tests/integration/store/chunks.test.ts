import { isStoreUnavailable, StoreUnavailable, Superseded, type Store } from '@headrace/activities';
import { limits } from '@headrace/contracts';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';

import {
  describeStore,
  newChunk,
  newKeys,
  planned,
  rowsOf,
  things,
  type PlannedRun,
} from '../../support/store-rig.ts';

async function claimed(store: Store, keys: readonly string[], fence = 1): Promise<PlannedRun> {
  const run = await planned(store, keys);
  await store.claimBatch({ ...run, batch: 0, fence });
  return run;
}

await describeStore('a batch', (bench) => {
  describe('the fence', () => {
    it('gives a batch to its latest claimant, and to the same one again', async () => {
      const { store } = bench();
      const run = await planned(store, ['a', 'b']);
      const claim = { ...run, batch: 0, fence: 5 };
      const counts = { landed: 0, absent: 0, quarantined: 0, requests: 0, pending: 2 };
      const fresh = { keys: ['a', 'b'], cursor: 0, pending: [], counts };
      expect(await store.claimBatch(claim)).toEqual(fresh);
      expect(await store.claimBatch(claim)).toEqual(fresh);
      expect(await store.claimBatch({ ...claim, fence: 6 })).toEqual(fresh);
      await expect(store.claimBatch(claim)).rejects.toThrow(Superseded);
    });

    it('lets an attempt that was taken over write nothing', async () => {
      const { store, query } = bench();
      const keys = newKeys(3);
      const run = await claimed(store, keys);
      await store.claimBatch({ ...run, batch: 0, fence: 2 });
      const quarantined = [
        { key: keys[1]!, attempts: 1, since: 0, reason: 'timeout', detail: 'late' } as const,
      ];
      const late = newChunk(run, {
        advance: 3,
        landed: rowsOf(keys.slice(0, 1)),
        quarantined,
        absent: [keys[2]!],
      });
      await expect(store.commitChunk(things, late)).rejects.toThrow(Superseded);
      expect(await query('select _key from things where _key = any($1)', [keys])).toEqual([]);
      expect(await query('select key from headrace.quarantine where run = $1', [run.runId])).toEqual([]);
      const batch = await store.claimBatch({ ...run, batch: 0, fence: 2 });
      expect(batch).toMatchObject({ cursor: 0, counts: { pending: 3 } });
    });

    it('lets an attempt that read an older cursor write nothing', async () => {
      const { store, query } = bench();
      const keys = newKeys(3);
      const run = await claimed(store, keys);
      await store.commitChunk(things, newChunk(run, { landed: rowsOf(keys.slice(0, 1)) }));
      const stale = newChunk(run, { landed: rowsOf(keys.slice(1, 2)) });
      await expect(store.commitChunk(things, stale)).rejects.toThrow(Superseded);
      expect(await query('select _key from things where _key = any($1)', [keys])).toHaveLength(1);
    });

    it('lets one of many commits from the same cursor through', async () => {
      const { store, query } = bench();
      const keys = newKeys(4);
      const run = await claimed(store, keys);
      const chunks = keys.map((key) => newChunk(run, { landed: rowsOf([key]) }));
      const commits = await Promise.allSettled(chunks.map((chunk) => store.commitChunk(things, chunk)));
      expect(commits.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await query('select _key from things where _key = any($1)', [keys])).toHaveLength(1);
    });
  });

  describe('a chunk', () => {
    it('commits rows, absent keys, quarantine, pending items and the cursor together', async () => {
      const { store, query } = bench();
      const keys = newKeys(4);
      const run = await claimed(store, keys);
      const pending = [
        { key: keys[3]!, attempts: 1, since: 0, reason: 'timeout', detail: 'no answer\0' } as const,
      ];
      const landed = await store.commitChunk(
        things,
        newChunk(run, {
          advance: 4,
          landed: rowsOf([keys[0]!], 'O\'Reilly "quoted" \\ {a,b} 🚀\n'),
          absent: [keys[1]!],
          quarantined: [
            {
              key: keys[2]!,
              attempts: 2,
              since: 0,
              reason: 'refused',
              detail: 'no',
              status: 403,
              record: '{}',
            },
          ],
          pending,
          controlKey: keys[0]!,
          requests: 7,
        }),
      );
      expect(landed).toEqual({ landed: 1, absent: 1, quarantined: 1, requests: 7, pending: 1 });
      expect(await store.claimBatch({ ...run, batch: 0, fence: 2 })).toEqual({
        keys,
        cursor: 4,
        pending: [{ ...pending[0], detail: 'no answer\uFFFD' }],
        controlKey: keys[0],
        counts: landed,
      });
      const { rows } = await store.readRows(things, { ...run, limit: 5 });
      expect(rows).toEqual([rowsOf([keys[0]!], 'O\'Reilly "quoted" \\ {a,b} 🚀\n')[0]!.row]);
      const quarantine = await query(
        'select key, status, attempts, record from headrace.quarantine where run = $1',
        [run.runId],
      );
      expect(quarantine).toEqual([{ key: keys[2], status: 403, attempts: 2, record: '{}' }]);
    });

    it('adds up over the chunks of a batch and keeps the control key', async () => {
      const { store } = bench();
      const keys = newKeys(4);
      const run = await claimed(store, keys);
      await store.commitChunk(things, newChunk(run, { absent: [keys[0]!], controlKey: 'k', requests: 1 }));
      const landed = await store.commitChunk(
        things,
        newChunk(run, { cursor: 1, absent: [keys[1]!], landed: rowsOf([keys[2]!]), advance: 2, requests: 2 }),
      );
      expect(landed).toEqual({ landed: 1, absent: 2, quarantined: 0, requests: 3, pending: 1 });
      expect(await store.claimBatch({ ...run, batch: 0, fence: 1 })).toMatchObject({
        cursor: 3,
        controlKey: 'k',
      });
    });

    it('does not rewrite a row that did not change, and does one that did', async () => {
      const { store, query } = bench();
      const keys = newKeys(3);
      const read = () =>
        query('select _key, _run, xmin::text, title from things where _key = any($1) order by 1', [keys]);
      const first = await claimed(store, keys);
      await store.commitChunk(things, newChunk(first, { landed: rowsOf(keys) }));
      const before = await read();
      const second = await claimed(store, keys);
      const [kept, changed, cleared] = rowsOf(keys);
      const landed = [
        kept!,
        { ...changed!, row: { ...changed!.row, title: 'changed' } },
        { ...cleared!, row: { ...cleared!.row, note: 'no longer null' } },
      ];
      expect(await store.commitChunk(things, newChunk(second, { landed }))).toMatchObject({ landed: 3 });
      const after = await read();
      expect(after[0]).toEqual(before[0]);
      expect(after[1]).toMatchObject({ _run: second.runId, title: 'changed' });
      expect(after[2]).toMatchObject({ _run: second.runId });
    });

    it('takes a key twice in one chunk, last one wins', async () => {
      const { store, query } = bench();
      const keys = newKeys(1);
      const run = await claimed(store, keys);
      await store.commitChunk(
        things,
        newChunk(run, { landed: [...rowsOf(keys, 'one'), ...rowsOf(keys, 'two')] }),
      );
      expect(await query('select title from things where _key = any($1)', [keys])).toEqual([
        { title: 'two' },
      ]);
    });

    it('caps what quarantine keeps and replaces what Postgres cannot hold', async () => {
      const { store, query } = bench();
      const keys = newKeys(1);
      const run = await claimed(store, keys);
      const entry = { key: keys[0]!, attempts: 1, since: 0, reason: 'malformed' } as const;
      const quarantined = [
        { ...entry, detail: `\0${'d'.repeat(5_000)}`, record: `\uD83D\0${'é'.repeat(50_000)}` },
      ];
      await store.commitChunk(things, newChunk(run, { quarantined }));
      const [row] = await query<{ detail: string; record: string }>(
        'select detail, record from headrace.quarantine where run = $1',
        [run.runId],
      );
      expect(row!.detail).toHaveLength(limits.quarantineDetailCharacters);
      expect(row!.record).toMatch(/^\uFFFD\uFFFDé/);
      expect(Buffer.byteLength(row!.record)).toBeLessThanOrEqual(limits.quarantineRecordBytes);
    });

    it('never deadlocks with batches that land the same keys in another order', async () => {
      const { store } = bench();
      const keys = newKeys(100);
      const commits = Array.from({ length: 8 }, async (_, index) => {
        const run = await claimed(store, ['a', 'b', 'c', 'd', 'e']);
        for (let cursor = 0; cursor < 5; cursor++) {
          const order = index % 2 === 0 ? keys : keys.toReversed();
          await store.commitChunk(
            things,
            newChunk(run, { cursor, landed: rowsOf(order, `${index}-${cursor}`) }),
          );
        }
      });
      await expect(Promise.all(commits)).resolves.toHaveLength(8);
    });

    it('lands extreme values as they were given', async () => {
      const { store } = bench();
      const keys = newKeys(2);
      const run = await claimed(store, keys);
      const row = {
        id: Number.MAX_SAFE_INTEGER,
        title: 'NULL',
        note: '',
        ratio: 5e-324,
        done: false,
        seenAt: '0001-01-01T00:00:00.000Z',
      };
      const other = {
        ...row,
        id: Number.MIN_SAFE_INTEGER,
        ratio: -1.7976931348623157e308,
        seenAt: '9999-12-31T23:59:59.999Z',
      };
      const landed = [
        { key: keys[0]!, row },
        { key: keys[1]!, row: other },
      ];
      await store.commitChunk(things, newChunk(run, { advance: 2, landed }));
      expect((await store.readRows(things, { ...run, limit: 5 })).rows).toEqual([row, other]);
    });
  });

  describe('a lost connection', () => {
    it('may end at any moment of a transaction, and costs no more than the call it was for', async () => {
      const { engine, store, query } = bench();
      if (engine === 'PGlite') return;
      const over = new AbortController();
      const calls = Array.from({ length: 5 }, async () => {
        const failures: unknown[] = [];
        while (!over.signal.aborted)
          await planned(store, ['a']).catch((error: unknown) => failures.push(error));
        return failures;
      });
      for (let round = 0; round < 50; round++) {
        await query(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'headrace'",
        );
      }
      over.abort();
      const failures = (await Promise.all(calls)).flat();
      expect(failures.length).toBeGreaterThan(0);
      expect(failures.filter((failure) => !isStoreUnavailable(failure))).toEqual([]);
      expect((await planned(store, ['a'])).saved.batches).toBe(1);
    });

    it('leaves nothing half-written, is known as StoreUnavailable, and the next commit goes through', async () => {
      const { engine, server, store, query } = bench();
      if (engine === 'PGlite') return;
      const keys = newKeys(3);
      const run = await claimed(store, keys);
      const quarantined = [{ key: keys[1]!, attempts: 1, since: 0, reason: 'timeout', detail: 'x' } as const];
      const chunk = newChunk(run, { advance: 2, landed: rowsOf([keys[0]!]), quarantined });
      // The row is held, so the chunk stops in the middle: its cursor moved, its row not yet written.
      const holder = new Client({ connectionString: server.url });
      await holder.connect();
      await holder.query('begin');
      await holder.query("insert into things values ($1, 1, '', null, 1, true, now(), '', now())", [keys[0]]);
      const commit = store.commitChunk(things, chunk);
      const failure = commit.catch((error: Error) => error);
      const endWaiting = () =>
        query(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'with fence%'",
        );
      await expect.poll(endWaiting).toHaveLength(1);
      expect(await failure).toBeInstanceOf(StoreUnavailable);
      await expect(commit).rejects.toThrow(
        `Postgres at 127.0.0.1:${server.port}, database ${new URL(server.url).pathname.slice(1)}: terminating`,
      );
      await holder.query('rollback');
      await holder.end();
      expect(await store.claimBatch({ ...run, batch: 0, fence: 1 })).toMatchObject({
        cursor: 0,
        counts: { pending: 3 },
      });
      expect(await query('select key from headrace.quarantine where run = $1', [run.runId])).toEqual([]);
      expect(await store.commitChunk(things, chunk)).toMatchObject({ landed: 1, quarantined: 1 });
    });
  });
});
