import { randomUUID } from 'node:crypto';
import { access, constants, lstat, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { UsageError } from '../errors/usage-error.ts';

/** Refuses a file that cannot be written, before there is something to write. Throws `UsageError`. */
export async function assertWritable(file: string): Promise<void> {
  const folder = dirname(resolve(file));
  const there = await stat(folder).catch(() => undefined);
  if (there === undefined) throw refuse(file, `there is no folder ${folder}`);
  if (!there.isDirectory()) throw refuse(file, `${folder} is no folder`);
  // A link is not followed: /dev/stdout is one, and what it leads to is not to be replaced.
  const present = await lstat(file).catch(() => undefined);
  if (present?.isFile() === false) throw refuse(file, 'there is something that is no plain file');
  await access(folder, constants.W_OK).catch(() => {
    throw refuse(file, `the folder ${folder} cannot be written to`);
  });
}

/** Writes the whole file or nothing of it. Throws `UsageError`. */
export async function writeWhole(file: string, content: string): Promise<void> {
  await assertWritable(file);
  const draft = `${resolve(file)}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw refuse(file, error instanceof Error ? error.message : String(error));
  }
}

function refuse(file: string, reason: string): UsageError {
  return new UsageError(`cannot write ${file}: ${reason}`);
}
