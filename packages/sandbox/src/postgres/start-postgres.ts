import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { answers } from './answers.ts';
import { endProcess } from './end-process.ts';
import { preparePostgres, type PreparedPostgres } from './prepare-postgres.ts';
import type { PostgresServer, PostgresServerOptions } from './server.ts';

/**
 * Starts a real Postgres on loopback that trusts everyone and does not fsync: for tests, not for data one keeps.
 * Throws `PostgresNotFound` where there are no binaries.
 */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'headrace-postgres-')));
  const removeDataDir = async (): Promise<void> => {
    // Children of a killed server may still write for a moment.
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  const prepared = await preparePostgres(dataDir).catch(async (error: unknown) => {
    if (options.dataDir === undefined) await removeDataDir();
    throw error;
  });
  const port = options.port ?? (await getPort({ host: '127.0.0.1' }));
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const child = await startServer(prepared, { dataDir, port, url });
  const end = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    await endProcess(child, signal);
    if (options.dataDir === undefined) await removeDataDir();
  };
  return { url, port, pid: child.pid ?? 0, dataDir, stop: () => end('SIGINT'), kill: () => end('SIGKILL') };
}

interface ServerStart {
  readonly dataDir: string;
  readonly port: number;
  readonly url: string;
}

/** Tried again for a while: after a SIGKILL the old server's children hold its shared memory for a moment. */
async function startServer(prepared: PreparedPostgres, start: ServerStart): Promise<ChildProcess> {
  const deadline = Date.now() + 30_000;
  while (true) {
    const child = spawn(prepared.command, prepared.args(start.port), {
      ...prepared.owner,
      cwd: start.dataDir,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr?.on('data', (text) => (log = `${log}${text}`.slice(-2_000)));
    while (child.exitCode === null && child.signalCode === null) {
      if (await answers(start.url)) return child;
      if (Date.now() > deadline) await endProcess(child, 'SIGKILL');
      await sleep(30);
    }
    if (Date.now() > deadline) throw new Error(`Postgres on ${start.dataDir} did not start:\n${log}`);
    await sleep(200);
  }
}
