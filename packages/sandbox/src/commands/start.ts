import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { hackerNews } from '@headrace/contracts';

import { withCaches } from '../cache.ts';
import { toClientEnv } from '../client-env.ts';
import { SandboxRunsError, readOwner } from '../sandbox/data-dir.ts';
import { spawnGuarded } from '../supervisor/guarded-process.ts';
import { describeKept, runSandbox, say, type Kept } from './run-sandbox.ts';
import { asksForHelp, UsageError, type CommandConfig } from './command-config.ts';
import type { StopSignal } from './stop-signal.ts';

const starter = fileURLToPath(new URL('../../../../apps/starter/src/main.ts', import.meta.url));
/** How long a `dev` on its way up is waited for, ms. */
const devPatienceMs = 90_000;

/** A sandbox as `start` needs it: its own, or the one that `dev` runs in the same folder. */
interface Place extends Omit<Kept, 'interrupted'> {
  env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Runs the main job in a sandbox and resolves to the run's exit code. */
export async function start(config: CommandConfig, stop: StopSignal): Promise<number> {
  const args = ['run', hackerNews.name, ...config.rest];
  if (asksForHelp(config.rest) || config.rest.includes('--dry-run'))
    return runStarter(args, config.env, stop);
  const checked = config.rest.length === 0 ? 0 : await checkFlags(config);
  if (checked !== 0) return checked;
  const place = await findPlace(config, stop.signal);
  try {
    const code = await runStarter(args, place.env, stop);
    say(describeKept({ ...place, interrupted: stop.signal.aborted }));
    return code;
  } finally {
    await place.stop();
  }
}

/** A command line that would be refused starts nothing, not even the sandbox. Resolves to the exit code. */
async function checkFlags({ rest, env }: CommandConfig): Promise<number> {
  // Not as the last flag: there it would be the value of one that lacks its own.
  const child = spawn(process.execPath, [starter, 'run', hackerNews.name, '--dry-run', ...rest], {
    env: withCaches(env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  // What would be started is of no interest here; with --json, a refusal is.
  if (code !== 0) process.stdout.write(said);
  return code ?? 1;
}

async function findPlace(config: CommandConfig, signal: AbortSignal): Promise<Place> {
  try {
    const sandbox = await runSandbox(config, { runBy: 'start', signal });
    return { ...sandbox, stays: false };
  } catch (error) {
    if (!(error instanceof SandboxRunsError) || error.state?.runBy !== 'dev') throw error;
    if (config.source !== undefined) {
      throw new UsageError(`--source is for a sandbox of its own; ${error.message.replace(/^A/, 'a')}`);
    }
    return joinDev(config, signal);
  }
}

async function joinDev({ home, env }: CommandConfig, signal: AbortSignal): Promise<Place> {
  const deadline = Date.now() + devPatienceMs;
  while (Date.now() < deadline) {
    const state = await readOwner(home);
    if (!state) break;
    const { addresses } = state;
    if (addresses) {
      say(`Runs in the sandbox that dev keeps up here; its source is ${addresses.source}`);
      return {
        home,
        addresses,
        env: toClientEnv(env, addresses),
        stays: true,
        stop: async () => {},
      };
    }
    await sleep(100, undefined, { signal });
  }
  throw new Error(`The sandbox that dev starts in ${home} did not come up`);
}

async function runStarter(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stop: StopSignal,
): Promise<number> {
  stop.signal.throwIfAborted();
  const child = spawnGuarded(process.execPath, [starter, ...args], {
    env: withCaches(env),
    stdio: 'inherit',
  });
  const onStop = (): void => void child.kill('SIGINT');
  stop.signal.addEventListener('abort', onStop, { once: true });
  const [code] = (await once(child, 'exit')) as [number | null];
  stop.signal.removeEventListener('abort', onStop);
  return code ?? (stop.exitCode || 1);
}
