import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { endProcesses, findFolders, findProcesses } from '../../../scripts/verify/leftovers.ts';

const lasting = 'setInterval(() => {}, 1_000)';
const now = { patience: 0 };

let temp: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  temp = await mkdtemp(join(tmpdir(), 'headrace-leftovers-'));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(temp, { recursive: true, force: true });
});

test.each([
  ['environment', () => ({ env: { TMPDIR: temp }, args: [] as string[] })],
  ['command line', () => ({ env: {}, args: [temp] })],
  ['working directory', () => ({ env: {}, args: [] as string[], cwd: temp })],
])('a process with the temporary folder in its %s is found and ended', async (_, describe) => {
  const { args, ...options } = describe();
  child = spawn(process.execPath, ['-e', lasting, ...args], { ...options, detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  await expect.poll(async () => (await findProcesses(temp, now)).map(({ id }) => id)).toEqual([child.pid]);
  const end = once(child, 'exit');
  endProcesses(await findProcesses(temp, now));
  expect(await end).toEqual([null, 'SIGKILL']);
  expect(await findProcesses(temp, { patience: 5_000 })).toEqual([]);
});

test('a process of somebody else is not found', async () => {
  child = spawn(process.execPath, ['-e', lasting], { env: {}, cwd: tmpdir(), stdio: 'ignore' });
  await once(child, 'spawn');
  expect(await findProcesses(temp, now)).toEqual([]);
});

test('a process that ends in time is no leftover', async () => {
  child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 300)', temp], { stdio: 'ignore' });
  await once(child, 'spawn');
  expect(await findProcesses(temp, { patience: 20_000 })).toEqual([]);
});

test('only what is named after the project counts as left in the temporary folder', async () => {
  await mkdir(join(temp, 'headrace-rig-1'));
  await writeFile(join(temp, 'other'), '');
  expect(findFolders(temp)).toEqual(['headrace-rig-1']);
});
