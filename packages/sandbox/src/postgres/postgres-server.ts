import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { Client } from 'pg';

/** A Postgres that runs as a process of its own, on loopback. */
export interface PostgresServer {
  /** A connection string with every right. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** Shuts it down cleanly; its data stays where `dataDir` was given, and goes where it was not. */
  stop(): Promise<void>;
  /** SIGKILL: what was committed stays, as after a crash. */
  kill(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Kept over restarts; a temporary one where it is not given. */
  readonly dataDir?: string;
  /** A free port where it is not given. */
  readonly port?: number;
}

/** Whether a Postgres takes connections there. */
export async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

/** How long a clean end may take before it is forced, ms. */
const patience = 10_000;

/** Signals the process and waits for its exit; SIGKILL where it does not follow. An ended process is left as it is. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), patience);
  await exited;
  clearTimeout(force);
}
