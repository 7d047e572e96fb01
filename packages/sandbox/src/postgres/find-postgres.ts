import { globSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Real Postgres binaries were not found; whoever asked may go without. */
export class PostgresNotFound extends Error {
  override readonly name = 'PostgresNotFound';
  readonly searched: readonly string[];

  constructor(searched: readonly string[]) {
    super(
      `no Postgres on this machine: neither of ${searched.join(', ')} holds initdb and postgres; ` +
        'install it, or name its bin folder in HEADRACE_POSTGRES_BIN',
    );
    this.searched = searched;
  }
}

/** Where packages put binaries that are not on the PATH: Debian, Red Hat, Homebrew, Postgres.app. */
const installations = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql*/bin',
  '/usr/local/opt/postgresql*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
];

/**
 * The folder of `initdb` and `postgres`: `HEADRACE_POSTGRES_BIN` alone where it is set, otherwise the first on the PATH
 * or the newest installed. Throws `PostgresNotFound`.
 */
export async function findPostgres(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = env['HEADRACE_POSTGRES_BIN'];
  const searched = named ? [named] : [...(env['PATH'] ?? '').split(delimiter), ...installations];
  const folders = named ? [named] : [...(env['PATH'] ?? '').split(delimiter), ...installed()];
  for (const folder of folders) {
    if (folder !== '' && (await holdsPostgres(folder))) return folder;
  }
  throw new PostgresNotFound(searched);
}

function installed(): string[] {
  return globSync(installations).toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

async function holdsPostgres(folder: string): Promise<boolean> {
  try {
    for (const binary of ['initdb', 'postgres']) await access(join(folder, binary), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
