import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { WorkflowBundle } from '@temporalio/worker';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { bundleOnce } from './bundle-cache.ts';

let root: string;
let checkout: string;
let folder: string;
let made: number;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'headrace-bundles-'));
  checkout = join(root, 'checkout');
  folder = join(root, 'cache', 'bundles');
  made = 0;
  await mkdir(join(checkout, 'packages/workflows/src/run'), { recursive: true });
  await write('pnpm-lock.yaml', 'one');
  await write('packages/workflows/src/run/land.ts', 'one');
});

afterEach(() => rm(root, { recursive: true }));

test('a bundle is made once of the same sources', async () => {
  expect(await start()).toEqual({ code: 'bundle 1' });
  expect(await start()).toEqual({ code: 'bundle 1' });
  expect(await readdir(folder)).toHaveLength(1);
});

test.each(['packages/workflows/src/run/land.ts', 'packages/workflows/src/new.ts', 'pnpm-lock.yaml'])(
  'a change of %s makes another in its place',
  async (path) => {
    await start();
    await write(path, 'two');
    expect(await start()).toEqual({ code: 'bundle 2' });
    expect(await readdir(folder)).toHaveLength(1);
  },
);

test('another checkout has its own', async () => {
  await start();
  const other = join(root, 'other');
  await mkdir(other);
  await writeFile(join(other, 'pnpm-lock.yaml'), 'one');
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

test('a folder that cannot be written is no reason not to start', async () => {
  await mkdir(join(root, 'cache'));
  await writeFile(folder, 'a file in its place');
  expect(await start()).toEqual({ code: 'bundle 1' });
  expect(await start()).toEqual({ code: 'bundle 2' });
});

function start(from = checkout): Promise<WorkflowBundle> {
  return bundleOnce({ folder, checkout: from }, async () => ({ code: `bundle ${(made += 1)}` }));
}

function write(path: string, text: string): Promise<void> {
  return writeFile(join(checkout, path), text);
}
