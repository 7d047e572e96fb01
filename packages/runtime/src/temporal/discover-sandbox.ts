import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Environment } from '../settings/load-settings.ts';

/** Where the Temporal of a folder's sandbox is. */
export interface SandboxPlace {
  readonly address: string;
  readonly namespace: string;
  /** The sandbox's profile; absent where Temporal is not the sandbox's own. */
  readonly profile?: string;
  /** Whether its source makes rows up. */
  readonly sample?: true;
}

export interface DiscoverOptions {
  readonly env: Environment;
  /** Where a sandbox's `.headrace` is looked for, upwards; `HEADRACE_HOME` goes before it. */
  readonly folder: string;
  /** Told that a sandbox on its way up is waited for. */
  readonly say: (line: string) => void;
  /** How long a sandbox may take to come up, ms. Default 90,000. */
  readonly patience?: number;
  readonly signal?: AbortSignal;
}

/** The sandbox that a command belongs to does not run: no other Temporal may take its place. */
export class SandboxDown extends Error {
  override readonly name = 'SandboxDown';
  readonly folder: string;
  readonly next = '"pnpm dev" brings it up; or set TEMPORAL_ADDRESS to the Temporal that you mean';

  constructor(folder: string, problem: string) {
    super(`the sandbox in ${folder} ${problem}`);
    this.folder = folder;
  }

  /** One of contracts' kinds of errors. */
  get kind(): 'unreachable' {
    return 'unreachable';
  }
}

/** Between taking hold of a folder and saying so a sandbox takes some ms. */
const grace = 500;
const pause = 50;

/**
 * Finds the sandbox of the folder that a command runs in; waits for one on its way up. `undefined` where the environment
 * names a Temporal, and outside of any sandbox's folder. Throws `SandboxDown`.
 */
export async function discoverSandbox(options: DiscoverOptions): Promise<SandboxPlace | undefined> {
  const { env, folder, say, patience = 90_000, signal } = options;
  if (namesTemporal(env)) return undefined;
  const dataDir = env['HEADRACE_HOME'] || findUpwards(folder);
  if (dataDir === undefined || !existsSync(dataDir)) return undefined;
  const began = Date.now();
  let waits = false;
  for (;;) {
    const state = await readState(dataDir);
    if (state?.addresses) return toPlace(dataDir, state.addresses);
    if (state && !waits) say(`waiting for the sandbox in ${dataDir}, which is on its way up`);
    waits ||= state !== undefined;
    const waited = Date.now() - began;
    if (waits && !state) throw new SandboxDown(dataDir, 'did not come up');
    if (!waits && waited > grace) throw new SandboxDown(dataDir, 'is down');
    if (waited > patience) throw new SandboxDown(dataDir, `did not come up within ${patience / 1_000} s`);
    await sleep(pause, undefined, { signal });
  }
}

function namesTemporal(env: Environment): boolean {
  return ['TEMPORAL_ADDRESS', 'TEMPORAL_CONFIG_FILE', 'TEMPORAL_PROFILE'].some((name) => Boolean(env[name]));
}

function findUpwards(folder: string): string | undefined {
  const dataDir = join(folder, '.headrace');
  if (existsSync(dataDir)) return dataDir;
  return dirname(folder) === folder ? undefined : findUpwards(dirname(folder));
}

/** The part of the sandbox's `sandbox.json` that says where Temporal is. */
interface SandboxState {
  readonly pid: number;
  /** Absent until everything is up. */
  readonly addresses?: { readonly temporal: string; readonly namespace: string; readonly sample?: true };
}

/** `undefined` where nobody holds the folder: a sandbox that was killed leaves its state behind. */
async function readState(dataDir: string): Promise<SandboxState | undefined> {
  try {
    const state = JSON.parse(await readFile(join(dataDir, 'sandbox.json'), 'utf8')) as SandboxState;
    return isAlive(state.pid) ? state : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function toPlace(
  dataDir: string,
  { temporal, namespace, sample }: NonNullable<SandboxState['addresses']>,
): SandboxPlace {
  const profile = join(dataDir, 'temporal.toml');
  return {
    address: temporal,
    namespace,
    ...(existsSync(profile) && { profile }),
    ...(sample && { sample }),
  };
}
