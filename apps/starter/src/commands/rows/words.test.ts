import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, expect, test } from 'vitest';

import { assertWritable, writeWhole } from './words.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headrace-write-'));
  return () => rm(folder, { recursive: true });
});

test('a file is written, and written over, without leaving anything beside it', async () => {
  const file = join(folder, 'cloud.svg');
  await writeWhole(file, 'first');
  await writeWhole(file, 'second');
  expect(await readFile(file, 'utf8')).toBe('second');
  expect(await readdir(folder)).toEqual(['cloud.svg']);
});

test.each([
  ['missing/cloud.svg', /cannot write .*cloud\.svg: there is no folder .*missing$/],
  ['file/cloud.svg', /file is no folder$/],
  ['folder', /cannot write .*folder: there is something that is no plain file$/],
  ['link', /no plain file$/],
])('%s is refused before anything is written', async (name, message) => {
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'folder'));
  await symlink('file', join(folder, 'link'));
  await expect(assertWritable(join(folder, name))).rejects.toThrow(message);
  await expect(writeWhole(join(folder, name), 'x')).rejects.toMatchObject({ name: 'UsageError' });
  expect((await readdir(folder)).toSorted()).toEqual(['file', 'folder', 'link']);
});

test.each(['/dev/null', '/dev/stdout'])('%s is never written over', async (file) => {
  await expect(assertWritable(file)).rejects.toThrow(/no plain file$/);
});
