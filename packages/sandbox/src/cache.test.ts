import { mkdir, mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { pruneCache, withCaches } from './cache.ts';

let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'headrace-cache-'));
});

afterEach(() => rm(cache, { recursive: true }));

interface Made {
  readonly days: number;
  /** MiB */
  readonly size?: number;
}

async function make(name: string, { days, size = 0 }: Made): Promise<void> {
  const path = join(cache, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
  await truncate(path, size * 2 ** 20);
  await age(path, days);
}

async function makeVersion(name: string, { days }: Made): Promise<void> {
  await make(join(name, 'bin', 'program'), { days });
  await age(join(cache, name), days);
}

async function age(path: string, days: number): Promise<void> {
  const at = new Date(Date.now() - days * 86_400_000);
  await utimes(path, at, at);
}

async function listFiles(): Promise<string[]> {
  const entries = await readdir(cache, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'pruned');
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(cache.length + 1)).toSorted();
}

test('what nobody used for a month goes, and nothing that is not ours', async () => {
  await make('compiled/v26/old.cache', { days: 31 });
  await make('compiled/v26/new.cache', { days: 29 });
  await make('bundles/workflows-old.json', { days: 31 });
  await make('bundles/workflows-new.json', { days: 1 });
  await make('bundles/mine.txt', { days: 400 });
  await pruneCache(cache);
  expect(await listFiles()).toEqual([
    'bundles/mine.txt',
    'bundles/workflows-new.json',
    'compiled/v26/new.cache',
  ]);
});

test('the longest unused goes where a folder is too large, and nothing of the last hour', async () => {
  for (const [name, days] of Object.entries({ a: 3, b: 2, c: 1, d: 0 })) {
    await make(`compiled/v26/${name}.cache`, { days, size: 190 });
  }
  await make('bundles/workflows-now.json', { days: 0, size: 500 });
  await pruneCache(cache);
  expect(await listFiles()).toEqual([
    'bundles/workflows-now.json',
    'compiled/v26/c.cache',
    'compiled/v26/d.cache',
  ]);
});

test('of each program the version that was used last stays, however long ago', async () => {
  await makeVersion('temporal-1.8.0', { days: 90 });
  await makeVersion('temporal-1.9.1', { days: 60 });
  await makeVersion('temporal-test-server-1.40.0', { days: 90 });
  await makeVersion('pglite-0.4.0', { days: 20 });
  await makeVersion('pglite-0.5.14', { days: 1 });
  await make('somebody-elses/file', { days: 400 });
  await pruneCache(cache);
  expect((await readdir(cache)).toSorted()).toEqual([
    'pglite-0.4.0',
    'pglite-0.5.14',
    'pruned',
    'somebody-elses',
    'temporal-1.9.1',
    'temporal-test-server-1.40.0',
  ]);
});

test('it is pruned once a day, and by several processes at once without an error', async () => {
  await make('compiled/v26/old.cache', { days: 31 });
  await Promise.all([pruneCache(cache), pruneCache(cache), pruneCache(join(cache, 'not-there-yet'))]);
  expect(await listFiles()).toEqual([]);
  await make('compiled/v26/old.cache', { days: 31 });
  await pruneCache(cache);
  expect(await listFiles()).toEqual(['compiled/v26/old.cache']);
});

test('compiled code is kept in the cache, or where Node is told to keep it', () => {
  expect(withCaches({ HEADRACE_CACHE: '/c' })).toMatchObject({
    NODE_COMPILE_CACHE: '/c/compiled',
    HEADRACE_BUNDLE_CACHE: '/c/bundles',
  });
  expect(withCaches({ HEADRACE_CACHE: '/c', NODE_COMPILE_CACHE: '/n' })).toMatchObject({
    NODE_COMPILE_CACHE: '/n',
  });
});
