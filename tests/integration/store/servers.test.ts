import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createStore, migrate, StoreUnavailable } from '@headrace/activities';
import { findPostgres, PostgresNotFound, startPglite, startPostgres } from '@headrace/sandbox';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';

import { describeStore, missingPostgres, newRun, openPool, things } from '../../support/store-rig.ts';

await describeStore('a server', (bench) => {
  it('rolls back what a client that died had begun, and goes on serving the others', async () => {
    const { server, query } = bench();
    await query('create table begun (id int)');
    for (let round = 0; round < 10; round++) {
      const client = new Client({ connectionString: server.url });
      client.on('error', () => {});
      await client.connect();
      await client.query('begin');
      await client.query('insert into begun values ($1)', [round]);
      const pending = client.query('insert into begun values ($1)', [round]).catch(() => {});
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      await pending;
    }
    expect(await query('select id from begun')).toEqual([]);
  });

  it('keeps the statements of its connections apart, failing ones too', async () => {
    const { server } = bench();
    const pool = openPool(server.url);
    const values = Array.from({ length: 200 }, (_, index) => `value ${index}`);
    const answers = values.map(async (value, index) => {
      const failing = index % 3 === 0 ? pool.query('select 1 / $1::int', [0]) : undefined;
      const [{ rows }, failure] = await Promise.all([
        pool.query('select $1::text as value', [value]),
        failing?.catch((error: Error) => error.message),
      ]);
      return `${rows[0].value}: ${failure ?? 'fine'}`;
    });
    const wanted = values.map((value, index) => `${value}: ${index % 3 === 0 ? 'division by zero' : 'fine'}`);
    expect(await Promise.all(answers)).toEqual(wanted);
    await pool.end();
  });
});

const engines = [
  { engine: 'PGlite', start: startPglite },
  ...((await missingPostgres()) === undefined ? [{ engine: 'Postgres', start: startPostgres }] : []),
];
it.each(engines)(
  '$engine keeps what was committed through SIGKILL, and the store outlives it',
  async ({ start }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'headrace-killed-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const killed = await start({ dataDir });
    const databaseUrl = killed.url;
    await migrate({ databaseUrl, contracts: [things] });
    const store = await createStore({ databaseUrl });
    const run = newRun({ input: { kept: true } });
    await store.openRun(run);

    await killed.kill();
    await expect(store.readRun(run)).rejects.toThrow(StoreUnavailable);
    await expect.poll(() => store.readRun(run).catch(String)).toContain('ECONNREFUSED');

    const restarted = await start({ dataDir, port: killed.port });
    expect(await store.readRun(run)).toMatchObject({ input: { kept: true } });
    await store.close();
    await restarted.stop();
    await rm(dataDir, { recursive: true });
  },
);

it('a folder without Postgres binaries is said to be one', async () => {
  const search = findPostgres({ HEADRACE_POSTGRES_BIN: '/nowhere/bin' });
  await expect(search).rejects.toThrow(PostgresNotFound);
  await expect(search).rejects.toThrow('/nowhere/bin');
});
