import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lockFile } from './lock-file.ts';
import { readOwner } from './read-owner.ts';
import {
  readState,
  removeState,
  withoutPassword,
  writeState,
  type SandboxAddresses,
  type SandboxState,
} from './sandbox-state.ts';
import { SandboxRunsError } from './sandbox-runs-error.ts';

/** A sandbox's folder, held by this process alone. */
export interface Home {
  /** Absolute. */
  readonly folder: string;
  readonly logs: string;
  readonly temporalDb: string;
  readonly postgresData: string;
  /** Tells other commands in this folder where everything is. */
  publish(addresses: SandboxAddresses): Promise<void>;
  /** Removes what was published and lets go of the folder; data and logs stay. */
  release(): Promise<void>;
}

export interface ClaimOptions {
  /** Who asks: `dev`, `start`. */
  runBy: string;
  /** Told of what a killed sandbox left behind. */
  say: (line: string) => void;
}

/** Makes the folder and takes hold of it. Throws {@link SandboxRunsError} when another process has it. */
export async function claimHome(path: string, { runBy, say }: ClaimOptions): Promise<Home> {
  const folder = resolve(path);
  const logs = join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  await writeFile(join(folder, '.gitignore'), '*\n');
  const lock = lockFile(join(folder, 'lock'));
  if (!lock) throw new SandboxRunsError(folder, await readOwner(folder));

  const left = await readState(folder);
  if (left) say(`The sandbox of process ${left.pid} ended without cleaning up; its data is kept`);
  await removeState(folder);
  const state: SandboxState = { pid: process.pid, runBy };
  await writeState(folder, state);
  return {
    folder,
    logs,
    temporalDb: join(folder, 'temporal.db'),
    postgresData: join(folder, 'postgres'),
    publish: (addresses) => writeState(folder, { ...state, addresses: withoutPassword(addresses) }),
    async release() {
      await removeState(folder);
      lock.release();
    },
  };
}
