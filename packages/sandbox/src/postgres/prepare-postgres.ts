import { execFile } from 'node:child_process';
import { chown, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPostgres } from './find-postgres.ts';

const run = promisify(execFile);

/** Whom a program runs as; this process's own user where nothing is given. */
interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/** A data folder that is ready to be served. */
export interface PreparedPostgres {
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
