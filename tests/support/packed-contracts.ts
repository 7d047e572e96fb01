import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** A project somewhere else that has installed the contracts as they are published. */
export interface Consumer extends AsyncDisposable {
  readonly folder: string;
  /** The installed package's folder. */
  readonly installed: string;
  /** Writes a file into the project and returns its path. */
  write(name: string, text: string): Promise<string>;
}

/** Packs the contracts and installs the tarball, from nowhere else, into an empty project. */
export async function installContracts(): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'headrace-consumer-'));
  const packed = join(folder, 'packed');
  const project = join(folder, 'project');
  await Promise.all([mkdir(packed), mkdir(project)]);
  const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  await run('npx', ['-y', packageManager, 'pack', '--pack-destination', packed], {
    cwd: join(root, 'packages', 'contracts'),
  });
  const [tarball = 'no tarball'] = await readdir(packed);
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(packed, tarball)], {
    cwd: project,
  });
  return {
    folder: project,
    installed: join(project, 'node_modules', '@headrace', 'contracts'),
    write: async (name, text) => {
      await writeFile(join(project, name), text);
      return join(project, name);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
