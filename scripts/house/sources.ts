import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file's path from the repository's root, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** The source files of packages and apps as they are on disk, without tests. */
export function readWorkingTree(root: string): Source[] {
  return globSync('{packages,apps}/*/src/**/*.ts', { cwd: root })
    .filter(isSource)
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The same files as a revision of git has them. */
export function readRevision(root: string, revision: string): Source[] {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1_048_576 });
  return git('ls-tree', '-r', '--name-only', revision, 'packages', 'apps')
    .split('\n')
    .filter((path) => /^[^/]+\/[^/]+\/src\/.*\.ts$/.test(path) && isSource(path))
    .map((path) => ({ path, text: git('show', `${revision}:${path}`) }));
}

function isSource(path: string): boolean {
  return !path.endsWith('.test.ts') && !path.endsWith('.d.ts');
}
