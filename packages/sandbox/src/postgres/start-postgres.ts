import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { Client } from 'pg';
import { endProcess } from './end-process.ts';
import { findPostgres } from './find-postgres.ts';
import type { PostgresServer, PostgresServerOptions } from './server.ts';

const run = promisify(execFile);

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Starts a real Postgres on loopback that trusts everyone and does not fsync: for tests, not for data one keeps.
 * Throws `PostgresNotFound` where there are no binaries.
 */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const binaries = await findPostgres();
  const owner = await findOwner();
  const dataDir = await makeDataDir(options.dataDir, owner);
  if ((await readdir(dataDir)).length === 0) {
    const initdb = [
      '--pgdata',
      dataDir,
      '--username',
      'postgres',
      '--auth',
      'trust',
      '--no-sync',
      '--encoding',
      'UTF8',
    ];
    await run(join(binaries, 'initdb'), [...initdb, '--locale', 'C'], { ...owner, cwd: dataDir });
  }
  const port = options.port ?? (await getPort({ host: '127.0.0.1' }));
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const child = await startServer(join(binaries, 'postgres'), { dataDir, port, url, owner });
  const end = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    await endProcess(child, signal);
    if (options.dataDir === undefined) await removeDataDir(dataDir);
  };
  return { url, port, pid: child.pid ?? 0, dataDir, stop: () => end('SIGINT'), kill: () => end('SIGKILL') };
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

async function makeDataDir(given: string | undefined, owner: Owner): Promise<string> {
  if (given !== undefined) await mkdir(given, { recursive: true, mode: 0o700 });
  const dataDir = given ?? (await mkdtemp(join(tmpdir(), 'headrace-postgres-')));
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(dataDir, owner.uid, owner.gid);
  return dataDir;
}

interface ServerStart {
  readonly dataDir: string;
  readonly port: number;
  readonly url: string;
  readonly owner: Owner;
}

/** Tried again for a while: after a SIGKILL the old server's children hold its shared memory for a moment. */
async function startServer(binary: string, start: ServerStart): Promise<ChildProcess> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'full_page_writes=off',
  ];
  const args = [
    '-D',
    start.dataDir,
    '-p',
    String(start.port),
    ...settings.flatMap((setting) => ['-c', setting]),
  ];
  const deadline = Date.now() + 30_000;
  while (true) {
    const child = spawn(binary, args, {
      ...start.owner,
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

async function answers(url: string): Promise<boolean> {
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

/** Children of a killed server may still write for a moment. */
async function removeDataDir(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
