import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { startPglite } from '@headrace/sandbox';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { prepareDataDir } from '../../../packages/sandbox/src/postgres/pglite.ts';

interface Manifest {
  readonly version: string;
}

const template = /^pglite-\d+\.\d+\.\d+$/;

let folder: string;
let cache: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headrace-template-'));
  cache = join(folder, 'cache');
});

afterEach(() => rm(folder, { recursive: true }));

test('databases are made once, and copied; what kills have left of a template and of a copy is removed', async () => {
  const [left, busy] = [join(cache, 'pglite-0.0.0.part-left'), join(cache, 'pglite-0.0.0.part-busy')];
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  for (const part of [left, busy, `${first}.part`]) await mkdir(part, { recursive: true });
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
  await utimes(left, hoursAgo, hoursAgo);
  await writeFile(join(`${first}.part`, 'PG_VERSION'), 'half');
  // Both are the first to need it.
  await Promise.all([prepareDataDir(first, cache), prepareDataDir(second, cache)]);
  expect((await readdir(cache)).toSorted()).toEqual([basename(busy), expect.stringMatching(template)]);
  expect(await readdir(folder)).toEqual(['cache', 'first', 'second']);
  expect(await readFile(join(first, 'PG_VERSION'), 'utf8')).toMatch(/^\d+\n$/);
  // What is done in one is not in the next.
  await query(first, 'create table only_here ()');
  expect(await query(second, "select to_regclass('only_here')::text as found")).toEqual([{ found: null }]);
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

test('a template that cannot be copied is done without', async () => {
  const pglite = '../../../packages/sandbox/node_modules/@electric-sql/pglite/package.json';
  const { version } = JSON.parse(await readFile(new URL(pglite, import.meta.url), 'utf8')) as Manifest;
  await mkdir(cache);
  await writeFile(join(cache, `pglite-${version}`), 'no folder');
  await prepareDataDir(join(folder, 'fresh'), cache);
  expect(await readdir(join(folder, 'fresh'))).toEqual([]);
  expect(await readdir(folder)).toEqual(['cache', 'fresh']);
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
