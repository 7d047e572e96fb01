import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  readState,
  removeState,
  withoutPassword,
  writeState,
  type SandboxAddresses,
  type SandboxState,
} from './sandbox-state.ts';

/** A sandbox's folder, held by this process alone. */
export interface DataDir {
  /** Absolute. */
  readonly folder: string;
  readonly logs: string;
  /** Where the data lies: that of the sample source apart, so that real and made-up rows share no history. */
  data(sample: boolean): Promise<SandboxData>;
  /** Tells other commands in this folder where everything is. */
  publish(addresses: SandboxAddresses): Promise<void>;
  /** Removes what was published and lets go of the folder; data and logs stay. */
  release(): Promise<void>;
}

export interface SandboxData {
  readonly temporalDb: string;
  readonly postgresData: string;
}

export interface ClaimOptions {
  /** Who asks: `dev`, `start`. */
  readonly runBy: string;
  /** Told of what a killed sandbox left behind. */
  readonly say: (line: string) => void;
}

/** Makes the folder and takes hold of it. Throws `SandboxRunning` when another process has it. */
export async function claimDataDir(path: string, { runBy, say }: ClaimOptions): Promise<DataDir> {
  const folder = resolve(path);
  const logs = join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  await writeFile(join(folder, '.gitignore'), '*\n');
  const lock = lockFile(join(folder, 'lock'));
  if (!lock) throw new SandboxRunning(folder, await readOwner(folder));

  const left = await readState(folder);
  if (left) say(`The sandbox of process ${left.pid} ended without cleaning up; its data is kept`);
  await removeState(folder);
  const state: SandboxState = { pid: process.pid, runBy };
  await writeState(folder, state);
  return {
    folder,
    logs,
    async data(sample) {
      const data = sample ? join(folder, 'sample') : folder;
      await mkdir(data, { recursive: true });
      return { temporalDb: join(data, 'temporal.db'), postgresData: join(data, 'postgres') };
    },
    publish: (addresses) => writeState(folder, { ...state, addresses: withoutPassword(addresses) }),
    async release() {
      await removeState(folder);
      lock.release();
    },
  };
}

/** Between taking hold of a folder and saying so pass a few ms at most. */
const attempts = 40;

/** Reads the state of the process that holds a folder; the state that a dead process left does not count. */
export async function readOwner(dataDir: string): Promise<SandboxState | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const state = await readState(dataDir);
    if (state && isAlive(state.pid)) return state;
    await sleep(25);
  }
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The folder's sandbox is already running. */
export class SandboxRunning extends Error {
  override readonly name = 'SandboxRunning';
  /** Undefined in the moment before it is written. */
  readonly state: SandboxState | undefined;

  constructor(folder: string, state: SandboxState | undefined) {
    super(`A sandbox runs in ${folder} already${state ? `: ${describe(state)}` : ''}`);
    this.state = state;
  }
}

function describe({ pid, runBy, addresses }: SandboxState): string {
  const who = `process ${pid} (${runBy})`;
  if (!addresses) return `${who}, still starting`;
  return `${who}, Temporal at ${addresses.temporal}, Postgres at ${addresses.postgres}`;
}

/** Whether an SQLite error says that another connection holds the lock: SQLITE_BUSY. */
const busy = 5;

interface Lock {
  release(): void;
}

/**
 * Takes an exclusive lock on a file, or returns undefined when another has it. It is the operating system's, through
 * SQLite: it goes with its process, so none is ever left behind.
 */
function lockFile(path: string): Lock | undefined {
  const database = new DatabaseSync(path);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === busy) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}
