import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { root } from './read-workspace.ts';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly scripts: Readonly<Record<string, string>>;
  readonly publishConfig?: unknown;
}

const published = globSync('packages/*', { cwd: root })
  .map(
    (folder) =>
      [folder, JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest] as const,
  )
  .filter(([, { private: isPrivate }]) => !isPrivate);

test('what other services install is published', () => {
  expect(published.map(([, { name }]) => name).toSorted()).toEqual([
    '@headrace/calendar',
    '@headrace/client',
    '@headrace/contracts',
  ]);
});

test.each(published)(
  '%s is built when it is packed, and says what it is',
  (folder, { scripts, publishConfig }) => {
    expect(scripts['prepack']).toBe(scripts['build']);
    expect(publishConfig).toMatchObject({
      access: 'public',
      exports: { '.': { default: './dist/index.js' } },
    });
    expect(existsSync(join(root, folder, 'README.md'))).toBe(true);
  },
);
