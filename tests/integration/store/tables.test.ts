import { once } from 'node:events';
import { createServer } from 'node:net';

import { createStore, DatasetMismatch, migrate, StoreUnavailable } from '@headrace/activities';
import type { AnyPipelineContract, Column } from '@headrace/contracts';
import { expect, it } from 'vitest';

import { describeStore, newChunk, newRun, things } from '../../support/store-rig.ts';

function contractOf(name: string, columns: Record<string, Column>): AnyPipelineContract {
  return { ...things, name, dataset: { name, columns } };
}

await describeStore('dataset tables', (bench) => {
  const columnsOf = (table: string): Promise<{ name: string; type: string; notNull: boolean }[]> =>
    bench().query(
      `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as "notNull"
       from pg_attribute where attrelid = $1::regclass and attnum > 0 order by attnum`,
      [table],
    );

  it('are made from the contract', async () => {
    expect(await columnsOf('public.things')).toEqual([
      { name: '_key', type: 'text', notNull: true },
      { name: 'id', type: 'bigint', notNull: true },
      { name: 'title', type: 'text', notNull: true },
      { name: 'note', type: 'text', notNull: false },
      { name: 'ratio', type: 'double precision', notNull: true },
      { name: 'done', type: 'boolean', notNull: true },
      { name: 'seen_at', type: 'timestamp with time zone', notNull: true },
      { name: '_run', type: 'text', notNull: true },
      { name: '_landed_at', type: 'timestamp with time zone', notNull: true },
    ]);
  });

  it('are widened by what a contract adds, and take null where it became nullable', async () => {
    const { server, query } = bench();
    const databaseUrl = server.url;
    await migrate({ databaseUrl, contracts: [contractOf('widened', { id: { type: 'integer' } })] });
    await query("insert into widened values ('k', 1, 'r', now())");
    const wider = contractOf('widened', {
      id: { type: 'integer', nullable: true },
      addedLater: { type: 'boolean' },
    });
    await migrate({ databaseUrl, contracts: [wider] });
    const columns = await columnsOf('widened');
    expect(columns.at(1)).toMatchObject({ name: 'id', notNull: false });
    expect(columns.at(-1)).toEqual({ name: 'added_later', type: 'boolean', notNull: false });
    expect(await query('select id::int, added_later from widened')).toEqual([{ id: 1, added_later: null }]);
  });

  it('of another type are refused with table, column, found and wanted', async () => {
    const { server, query } = bench();
    await query(
      'create table refused (_key text primary key, id integer, _run text, _landed_at timestamptz)',
    );
    const migration = migrate({
      databaseUrl: server.url,
      contracts: [contractOf('refused', { id: { type: 'integer' } })],
    });
    await expect(migration).rejects.toThrow(DatasetMismatch);
    await expect(migration).rejects.toThrow(
      'public.refused: column id is integer and the contract wants bigint',
    );
  });

  it('that are not of Headrace are left alone', async () => {
    const { server, query } = bench();
    await query('create table foreign_table (id bigint)');
    const migration = migrate({ databaseUrl: server.url, contracts: [contractOf('foreign_table', {})] });
    await expect(migration).rejects.toThrow('column _key is not there');
    expect(await columnsOf('foreign_table')).toHaveLength(1);
  });

  it('can be made by many at once, in a schema of their own', async () => {
    const { server } = bench();
    const options = { databaseUrl: server.url, contracts: [things], schema: 'Its own' };
    await Promise.all(Array.from({ length: 5 }, () => migrate(options)));
    expect(await columnsOf('"Its own".things')).toHaveLength(9);
    const store = await createStore({ databaseUrl: server.url, schema: 'Its own' });
    const run = newRun();
    await store.openRun(run);
    await store.saveShard({ ...run, keys: ['a'], requests: 0 });
    await store.claimBatch({ ...run, batch: 0, fence: 1 });
    await store.commitChunk(things, newChunk(run));
    await store.close();
  });

  it('need no right to define anything once they are made', async () => {
    const { engine, server, query } = bench();
    if (engine === 'PGlite') return;
    await query('create role worker login');
    await query('grant usage on schema headrace, public to worker');
    await query('grant select, insert, update, delete on all tables in schema headrace, public to worker');
    const databaseUrl = server.url.replace('postgres@', 'worker@');
    await migrate({ databaseUrl, contracts: [things] });
    const store = await createStore({ databaseUrl });
    expect(await store.openRun(newRun())).toEqual({ shards: [] });
    await store.close();
  });

  it('are asked for when the store opens, instead of missed when a batch lands', async () => {
    const { server, query } = bench();
    await query('create table behind (_key text primary key, _run text)');
    const opening = createStore({ databaseUrl: server.url, contracts: [contractOf('behind', {})] });
    await expect(opening).rejects.toThrow(
      'without public.behind._landed_at: run `activity-worker migrate` first',
    );
    const missing = createStore({ databaseUrl: server.url, contracts: [contractOf('not_there', {})] });
    await expect(missing).rejects.toThrow('without public.not_there._key');
    await query(`update headrace.migration set name = 'x' where name = '0006-skipped-runs'`);
    await expect(createStore({ databaseUrl: server.url })).rejects.toThrow('without 0006-skipped-runs');
    await query(`update headrace.migration set name = '0006-skipped-runs' where name = 'x'`);
  });

  it('and the control tables of a fresh database can be made by many at once', async () => {
    const { engine, server, query } = bench();
    if (engine === 'PGlite') return;
    await query('create database fresh');
    const databaseUrl = new URL('/fresh', server.url).href;
    await expect(createStore({ databaseUrl })).rejects.toThrow('run `activity-worker migrate` first');
    await Promise.all(Array.from({ length: 5 }, () => migrate({ databaseUrl, contracts: [things] })));
    const store = await createStore({ databaseUrl });
    await store.close();
  });
});

it('a Postgres that refuses is named within seconds, without its password', async () => {
  const port = await closedPort();
  const databaseUrl = `postgres://someone:secret@127.0.0.1:${port}/somewhere`;
  const error = await createStore({ databaseUrl }).catch((thrown: Error) => thrown);
  expect(error).toBeInstanceOf(StoreUnavailable);
  expect(String(error)).toContain(`Postgres at 127.0.0.1:${port}, database somewhere: connect ECONNREFUSED`);
  expect(String(error)).not.toContain('secret');
  await expect(migrate({ databaseUrl, contracts: [] })).rejects.toThrow(StoreUnavailable);
});

it('a Postgres that hangs is given up within seconds', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address() as { port: number };
  const creation = createStore({ databaseUrl: `postgres://a@127.0.0.1:${address.port}/b` });
  await expect(creation).rejects.toThrow(/Postgres at 127\.0\.0\.1:\d+, database b: .*timeout/);
  silent.close();
}, 15_000);

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
