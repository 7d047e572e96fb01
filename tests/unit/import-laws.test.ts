import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { checkImports, checkManifests, readImportTable } from './import-laws.ts';
import {
  findImports,
  readRootDependencies,
  readWorkspace,
  root,
  type WorkspacePackage,
} from './read-workspace.ts';

const packages = readWorkspace();

describe('in this repository', () => {
  test('the manifests agree with the table in ARCHITECTURE.md', () => {
    const table = readImportTable(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'));
    expect(checkManifests(table, packages).join('\n')).toBe('');
  });

  test('every import stays in its package or is in its manifest', () => {
    expect(packages.flatMap(({ files }) => files.flatMap(({ imports }) => imports)).length).toBeGreaterThan(
      100,
    );
    expect(checkImports({ packages, rootDependencies: readRootDependencies() }).join('\n')).toBe('');
  });

  test('contracts depend on nothing', () => {
    expect(packages.find(({ place }) => place === 'contracts')?.dependencies).toEqual([]);
  });
});

describe('the checks find', () => {
  const table = readImportTable(
    'text\n| may import | a | b |\n|---|---|---|\n| a | – | |\n| b | ✓ | – |\n\ntext',
  );

  test('a dependency that the table does not allow', () => {
    expect(checkManifests(table, [pack('a', ['@headrace/b']), pack('b', ['@headrace/a'])])).toEqual([
      expect.stringContaining('packages/a/package.json depends on @headrace/b'),
    ]);
  });

  test('a ✓ that no manifest uses, a package without a row and a row without a package', () => {
    expect(checkManifests(table, [pack('b', []), pack('c', [])])).toEqual([
      expect.stringContaining('c has no row'),
      expect.stringContaining('The row a'),
      expect.stringContaining('b may import a'),
    ]);
  });

  test.each([
    ['../../../../b/src/index.ts', 'leaves packages/a'],
    ['../../../src/other.ts', 'climbs three folders'],
    ['./other', 'carry .ts'],
    ['./other.js', 'carry .ts'],
    ['fs', 'write node:fs'],
    ['pg', 'does not have pg; add it to dependencies'],
    ['@headrace/b/deep', 'does not have @headrace/b;'],
    ['tsup', 'does not have tsup'],
  ])("an import of '%s'", (specifier, problem) => {
    expect(checkImports({ packages: [importing(specifier)], rootDependencies: ['tsup'] })).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  test.each(['node:fs', './other.ts', 'ky', 'ky/deep', '@scope/one/deep'])(
    "nothing wrong with '%s'",
    (specifier) => {
      expect(checkImports({ packages: [importing(specifier)], rootDependencies: [] })).toEqual([]);
    },
  );

  test('imports in every form', () => {
    const code = `import 'a';\nimport type { B,\n  C } from 'b';\nexport { D } from 'c';\nawait import('d');\nimport.meta.resolve('e');`;
    expect(findImports(code).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

function pack(place: string, dependencies: string[]): WorkspacePackage {
  return { place, folder: `packages/${place}`, dependencies, devDependencies: [], files: [] };
}

function importing(specifier: string): WorkspacePackage {
  return {
    ...pack('a', ['ky', '@scope/one']),
    files: [{ path: 'packages/a/src/room/inner/file.ts', imports: [specifier] }],
  };
}
