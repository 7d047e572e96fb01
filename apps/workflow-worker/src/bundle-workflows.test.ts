import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { WorkflowBundle } from '@temporalio/worker';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { bundleOnce } from './bundle-workflows.ts';

const land = 'packages/workflows/src/run/land.ts';
const lock = 'node_modules/.pnpm/lock.yaml';

let root: string;
let checkout: string;
let folder: string;
let made: number;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'headrace-bundles-'));
  checkout = join(root, 'checkout');
  folder = join(root, 'cache', 'bundles');
  made = 0;
  for (const path of [lock, land, 'packages/workflows/package.json', 'apps/workflow-worker/src/bundle.ts'])
    await write(path, 'one');
});

afterEach(() => rm(root, { recursive: true }));

test('a bundle is made once of the same sources', async () => {
  expect(await start()).toEqual({ code: 'bundle 1' });
  expect(await start()).toEqual({ code: 'bundle 1' });
  expect(await readdir(folder)).toHaveLength(1);
});

test.each([
  land,
  'packages/workflows/src/new.ts',
  'packages/workflows/package.json',
  'apps/workflow-worker/src/bundle.ts',
  lock,
])('a change of %s makes another in its place', async (path) => {
  await start();
  await write(path, 'two');
  expect(await start()).toEqual({ code: 'bundle 2' });
  expect(await readdir(folder)).toHaveLength(1);
});

test('one whose sources changed while it was made is not kept', async () => {
  await bundleOnce({ folder, checkout }, async () => {
    await write(land, 'two');
    return { code: 'of two' };
  });
  await write(land, 'one');
  expect(await start()).toEqual({ code: 'bundle 1' });
});

test('another checkout has its own', async () => {
  await start();
  const other = join(root, 'other');
  await cp(checkout, other, { recursive: true });
  expect(await start(other)).toEqual({ code: 'bundle 2' });
  expect(await start()).toEqual({ code: 'bundle 1' });
});

test('one that is cut off is made again', async () => {
  await start();
  const [file = ''] = await readdir(folder);
  await writeFile(join(folder, file), '{"madeOf":"');
  expect(await start()).toEqual({ code: 'bundle 2' });
  expect(await start()).toEqual({ code: 'bundle 2' });
});

test('one that cannot be kept leaves nothing behind', async () => {
  await start();
  const [file = ''] = await readdir(folder);
  await rm(join(folder, file));
  await mkdir(join(folder, file));
  expect(await start()).toEqual({ code: 'bundle 2' });
  expect(await readdir(folder)).toEqual([file]);
});

test('a folder that cannot be written is no reason not to start', async () => {
  await mkdir(join(root, 'cache'));
  await writeFile(folder, 'a file in its place');
  expect(await start()).toEqual({ code: 'bundle 1' });
  expect(await start()).toEqual({ code: 'bundle 2' });
});

function start(from = checkout): Promise<WorkflowBundle> {
  return bundleOnce({ folder, checkout: from }, async () => ({ code: `bundle ${(made += 1)}` }));
}

async function write(path: string, text: string): Promise<void> {
  const file = join(checkout, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
