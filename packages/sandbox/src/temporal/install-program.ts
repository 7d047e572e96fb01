import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeAbandoned } from '../remove-abandoned.ts';
import { assertRuns, type ServerProgram } from './server-program.ts';

/** Where the cache keeps the program. */
export function cachedPath(program: ServerProgram, cache: string): string {
  return join(cache, `${program.name}-${program.version}`, 'bin', program.name);
}

/**
 * Fills the cache with a program. `bring` puts it somewhere into the folder it is given and returns its path. The
 * cache sees it in one rename, once it runs, so a kill or a second process never leaves half of one.
 */
export async function installProgram(
  program: ServerProgram,
  cache: string,
  bring: (folder: string) => Promise<string>,
): Promise<string> {
  const target = cachedPath(program, cache);
  const kept = dirname(dirname(target));
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const folder = await mkdtemp(`${kept}.part-`);
  try {
    const brought = await bring(folder);
    const ready = join(folder, 'ready', 'bin', program.name);
    await mkdir(dirname(ready), { recursive: true });
    await rename(brought, ready);
    await chmod(ready, 0o755);
    await assertRuns(program, ready);
    await rename(join(folder, 'ready'), kept).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster; its copy serves as well.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    return target;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
