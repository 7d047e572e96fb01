import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { hackerNews, redact } from '@headrace/contracts';

import { withCaches } from '../cache.ts';
import { toClientEnv } from '../client-env.ts';
import { SandboxRunning, readOwner } from '../sandbox/data-dir.ts';
import { withoutPassword, type SandboxAddresses } from '../sandbox/sandbox-state.ts';
import { spawnGuarded } from '../supervisor/guarded-process.ts';
import { chooseSource } from './choose-source.ts';
import { describeKept, runSandbox, say, type Kept } from './run-sandbox.ts';
import { asksForHelp, UsageError, type CommandConfig } from './command-config.ts';
import type { StopSignal } from './stop-signal.ts';

const starter = fileURLToPath(new URL('../../../../apps/starter/src/main.ts', import.meta.url));
/** How long a `dev` on its way up is waited for, ms. */
const patience = 90_000;

/** A sandbox as `start` needs it: its own, or the one that `dev` runs in the same folder. */
interface Place extends Omit<Kept, 'interrupted'> {
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Runs the main job in a sandbox and resolves to the run's exit code. */
export async function start(config: CommandConfig, stop: StopSignal): Promise<number> {
  const args = ['run', hackerNews.name, ...config.rest];
  if (asksForHelp(config.rest) || config.rest.includes('--dry-run'))
    return runStarter(args, config.env, stop);
  const { code: refused, feed } = config.rest.length === 0 ? { code: 0 } : await checkFlags(config);
  if (refused !== 0) return refused;
  const place = await findPlace(config, { feed, signal: stop.signal });
  try {
    const code = await runStarter(args, place.env, stop);
    say(describeKept({ ...place, interrupted: stop.signal.aborted }));
    return code;
  } finally {
    await place.stop();
  }
}

interface CheckedFlags {
  /** The exit code where they are refused, else 0. */
  readonly code: number;
  /** The list that the run will ask for. */
  readonly feed?: string;
}

/** A command line that would be refused starts nothing, not even the sandbox. */
async function checkFlags({ rest, env }: CommandConfig): Promise<CheckedFlags> {
  // Not as the last flag: there it would be the value of one that lacks its own.
  const child = spawn(process.execPath, [starter, 'run', hackerNews.name, '--dry-run', ...rest], {
    env: withCaches(env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  if (code === 0) return { code, feed: (JSON.parse(said) as { input: { feed: string } }).input.feed };
  // With --json, the refusal is there.
  process.stdout.write(said);
  return { code: code ?? 1 };
}

interface PlaceOptions {
  /** The list that the run will ask for. */
  readonly feed: string | undefined;
  readonly signal: AbortSignal;
}

async function findPlace(config: CommandConfig, { feed, signal }: PlaceOptions): Promise<Place> {
  try {
    const sandbox = await runSandbox(config, { runBy: 'start', signal, source: { feed } });
    return { ...sandbox, stays: false };
  } catch (error) {
    if (!(error instanceof SandboxRunning) || error.state?.runBy !== 'dev') throw error;
    if (config.source !== undefined) {
      throw new UsageError(`--source is for a sandbox of its own; ${error.message.replace(/^A/, 'a')}`);
    }
    return joinDev(config, { feed, signal });
  }
}

async function joinDev(config: CommandConfig, { feed, signal }: PlaceOptions): Promise<Place> {
  const { dataDir, env } = config;
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const state = await readOwner(dataDir);
    if (!state) break;
    const { addresses } = state;
    if (addresses) {
      assertSameServers(config, addresses);
      // A configured source is used or refused, whoever runs the sandbox.
      if (config.configuredSource !== undefined) await chooseSource(config, { feed });
      say(`Runs in the sandbox that dev keeps up here; its source is ${addresses.source}`);
      return {
        dataDir,
        addresses,
        env: toClientEnv(env, addresses),
        stays: true,
        stop: async () => {},
      };
    }
    await sleep(100, undefined, { signal });
  }
  throw new Error(`The sandbox that dev starts in ${dataDir} did not come up`);
}

/** Throws `UsageError` where this command is configured for other servers than those that dev keeps up. */
function assertSameServers(config: CommandConfig, addresses: SandboxAddresses): void {
  const used = withoutPassword(addresses);
  const settings = [
    ['HEADRACE_HACKER_NEWS_URL', config.configuredSource, used.source],
    ['DATABASE_URL', config.databaseUrl, used.postgres],
    ['TEMPORAL_ADDRESS', config.temporalAddress, used.temporal],
  ] as const;
  for (const [name, given, there] of settings) {
    if (given === undefined || redact(given) === redact(there)) continue;
    throw new UsageError(
      `${name} is ${redact(given)}, but dev keeps up a sandbox here that uses ${redact(there)}: unset it, or stop dev first`,
    );
  }
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
