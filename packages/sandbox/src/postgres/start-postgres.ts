import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, chown, mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { findPort } from '../supervisor/ports.ts';
import { findPostgres } from './find-postgres.ts';
import { answers, endProcess, type PostgresServer, type PostgresServerOptions } from './postgres-server.ts';

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
  const port = options.port ?? (await findPort());
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

const run = promisify(execFile);

/** Whom a program runs as; this process's own user where nothing is given. */
interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/** A data folder that is ready to be served. */
interface PreparedPostgres {
  readonly owner: Owner;
  readonly command: string;
  args(port: number): string[];
}

/** Without `fsync`: for tests, not for data one keeps. */
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'full_page_writes=off',
].flatMap((setting) => ['-c', setting]);

/** Fills an empty data folder with a cluster that trusts everyone. Throws `PostgresNotFound` where there are no binaries. */
export async function preparePostgres(dataDir: string): Promise<PreparedPostgres> {
  const binaries = await findPostgres();
  const owner = await findOwner();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(dataDir, owner.uid, owner.gid);
  if ((await readdir(dataDir)).length === 0) await initialize(join(binaries, 'initdb'), dataDir, owner);
  return {
    owner,
    command: join(binaries, 'postgres'),
    args: (port) => ['-D', dataDir, '-p', String(port), ...settings],
  };
}

async function initialize(initdb: string, dataDir: string, owner: Owner): Promise<void> {
  const trust = ['--username', 'postgres', '--auth', 'trust'];
  const text = ['--encoding', 'UTF8', '--locale', 'C'];
  await run(initdb, ['--pgdata', dataDir, ...trust, ...text, '--no-sync'], { ...owner, cwd: dataDir });
}

/** Postgres refuses to run as root: there it runs as the packages' own user, or as nobody. */
async function findOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // No such user; the next may be there.
    }
  }
  throw new Error(
    'Postgres refuses to run as root, and there is neither a user postgres nor nobody to run it',
  );
}
