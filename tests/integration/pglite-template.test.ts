import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPglite } from '@headrace/sandbox';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { prepareDataDir } from '../../packages/sandbox/src/postgres/pglite-template.ts';

let folder: string;
let cache: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headrace-template-'));
  cache = join(folder, 'cache');
});

afterEach(() => rm(folder, { recursive: true }));

test('databases are made once, and copied: what is done in one is not in the next', async () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  // Both are the first to need it.
  await Promise.all([prepareDataDir(first, cache), prepareDataDir(second, cache)]);
  expect(await readdir(cache)).toEqual([expect.stringMatching(/^pglite-\d+\.\d+\.\d+$/)]);
  await query(first, 'create table only_here ()');
  expect(await query(first, "select to_regclass('only_here')::text as found")).toEqual([
    { found: 'only_here' },
  ]);
  expect(await query(second, "select to_regclass('only_here')::text as found")).toEqual([{ found: null }]);
  expect(await readdir(folder)).toEqual(['cache', 'first', 'second']);
});

test('a folder that holds something is left as it is', async () => {
  const used = join(folder, 'used');
  await mkdir(used);
  await writeFile(join(used, 'PG_VERSION'), '17');
  await prepareDataDir(used, cache);
  expect(await readdir(used)).toEqual(['PG_VERSION']);
});

test('a cache that cannot be written to is done without', async () => {
  await writeFile(cache, 'no folder');
  await prepareDataDir(join(folder, 'fresh'), cache);
  expect(await readdir(join(folder, 'fresh'))).toEqual([]);
});

async function query(dataDir: string, text: string): Promise<unknown[]> {
  const server = await startPglite({ dataDir });
  const client = new Client({ connectionString: server.url });
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end();
    await server.stop();
  }
}
