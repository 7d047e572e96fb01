import { StoreUnavailable } from '@headrace/activities';
import { Client } from 'pg';
import { expect, it } from 'vitest';

import { describeStore, newChunk, newKeys, planned, rowsOf, things } from '../../support/store-rig.ts';

await describeStore('a store of several connections', (bench) => {
  it('quarantines items while the next shard of the run is being saved', async () => {
    const { engine, server, store, query } = bench();
    if (engine === 'PGlite') return;
    const [key] = newKeys(1);
    const run = await planned(store, [key!]);
    await store.claimBatch({ ...run, batch: 0, fence: 1 });
    // Nobody may insert a shard, so its transaction stops in the middle.
    const holder = new Client({ connectionString: server.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('lock table headrace.shard in share mode');
    const saved = store.saveShard({ ...run, shard: 1, keys: newKeys(1), requests: 1 });
    const readWaiting = () =>
      query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    await expect.poll(readWaiting).toHaveLength(1);
    const quarantined = [{ key: key!, attempts: 1, since: 0, reason: 'timeout', detail: 'late' } as const];
    expect(await store.commitChunk(things, newChunk(run, { quarantined }))).toMatchObject({ quarantined: 1 });
    await holder.query('rollback');
    await holder.end();
    expect(await saved).toMatchObject({ batches: 1 });
  });

  it('gives a connection up that only reads, as after a failover, and goes on with another', async () => {
    const { engine, store, query } = bench();
    if (engine === 'PGlite') return;
    const keys = newKeys(1);
    const run = await planned(store, keys);
    const claim = { ...run, batch: 0, fence: 1 };
    await query('alter role postgres set default_transaction_read_only = on');
    await query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'headrace'",
    );
    await expect.poll(() => store.claimBatch(claim).catch(String)).toContain('read-only transaction');
    await expect(store.claimBatch(claim)).rejects.toThrow(StoreUnavailable);
    await query('alter role postgres reset default_transaction_read_only');
    await expect.poll(() => store.claimBatch(claim)).toBeDefined();
    expect(await store.commitChunk(things, newChunk(run, { landed: rowsOf(keys) }))).toMatchObject({
      landed: 1,
    });
  });
});
