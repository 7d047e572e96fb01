import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endProcess, type PostgresServer, type PostgresServerOptions } from './postgres-server.ts';

const processFile = fileURLToPath(new URL('./pglite-process.ts', import.meta.url));

/**
 * Starts PGlite, Postgres as WebAssembly, behind a socket: nothing to install, one statement at a time.
 * It ends with the process that started it. Throws when it ends before it serves.
 */
export async function startPglite(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'headrace-pglite-')));
  const child = fork(processFile, ['--data-dir', dataDir, '--port', String(options.port ?? 0)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await Promise.race([
    once(child, 'message').then(([message]) => (message as { port: number }).port),
    once(child, 'exit').then(([code, signal]) => {
      throw new Error(`PGlite on ${dataDir} ended before it served, with ${signal ?? `exit code ${code}`}`);
    }),
  ]);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    await endProcess(child, signal);
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    port,
    pid: child.pid ?? 0,
    dataDir,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
