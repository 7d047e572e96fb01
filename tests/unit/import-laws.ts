import { isBuiltin } from 'node:module';
import { join } from 'node:path';

import type { SourceFile, WorkspacePackage } from './read-workspace.ts';

/** Who may import whom: `allowed.get('client')` holds `contracts`. */
export type ImportTable = ReadonlyMap<string, ReadonlySet<string>>;

export interface Workspace {
  readonly packages: readonly WorkspacePackage[];
  /** What tests of every package may import. */
  readonly rootDependencies: readonly string[];
}

/** Reads the table whose first column is headed `may import`. Throws when the text has none. */
export function readImportTable(text: string): ImportTable {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('| may import |'));
  if (start === -1) throw new Error('ARCHITECTURE.md has no table that begins with | may import |');
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  const [header = [], , ...rows] = lines.slice(start, end === -1 ? undefined : end).map(toCells);
  return new Map(
    rows.map(([place = '', ...cells]) => [
      place,
      new Set(header.slice(1).filter((_, column) => cells[column] === '✓')),
    ]),
  );
}

function toCells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** What manifests and the table disagree about, each with how to mend it. */
export function checkManifests(table: ImportTable, packages: readonly WorkspacePackage[]): string[] {
  const places = packages.map(({ place }) => place);
  return [
    ...places
      .filter((place) => !table.has(place))
      .map(
        (place) =>
          `${place} has no row in the table of ARCHITECTURE.md: add it, with a ✓ for what it imports`,
      ),
    ...[...table.keys()]
      .filter((place) => !places.includes(place))
      .map((place) => `The row ${place} in ARCHITECTURE.md names no package or app: remove it`),
    ...packages.flatMap((entry) => checkManifest(entry, table.get(entry.place) ?? new Set())),
  ];
}

function checkManifest(
  { place, folder, dependencies, devDependencies }: WorkspacePackage,
  allowed: ReadonlySet<string>,
): string[] {
  const used = [...dependencies, ...devDependencies]
    .filter((name) => name.startsWith('@headrace/'))
    .map((name) => name.slice('@headrace/'.length));
  return [
    ...used
      .filter((name) => !allowed.has(name))
      .map(
        (name) =>
          `${folder}/package.json depends on @headrace/${name}, which the table does not allow ${place}: ` +
          'remove the dependency; what both need belongs in contracts',
      ),
    ...[...allowed]
      .filter((name) => !used.includes(name))
      .map(
        (name) =>
          `${place} may import ${name}, but ${folder}/package.json does not: remove the ✓ from ARCHITECTURE.md`,
      ),
  ];
}

/** Imports that break a law, each with how to mend it. */
export function checkImports({ packages, rootDependencies }: Workspace): string[] {
  return packages.flatMap((entry) =>
    entry.files.flatMap((file) =>
      file.imports.flatMap((specifier) => {
        const problem = specifier.startsWith('.')
          ? checkRelative(specifier, file, entry)
          : checkBare(specifier, file, { entry, rootDependencies });
        return problem === undefined ? [] : [`${file.path} imports '${specifier}': ${problem}`];
      }),
    ),
  );
}

function checkRelative(
  specifier: string,
  { path }: SourceFile,
  { folder }: WorkspacePackage,
): string | undefined {
  if (!join(path, '..', specifier).startsWith(`${folder}/`)) {
    return `it leaves ${folder}; import the other package by its name`;
  }
  if (specifier.startsWith('../../../')) {
    return 'it climbs three folders; move the file nearer to what it needs, or make its room less deep';
  }
  return /\.(ts|json)$/.test(specifier) ? undefined : 'relative imports carry .ts; add it';
}

function checkBare(
  specifier: string,
  { path }: SourceFile,
  { entry, rootDependencies }: { entry: WorkspacePackage; rootDependencies: readonly string[] },
): string | undefined {
  if (specifier.startsWith('node:')) return undefined;
  if (isBuiltin(specifier)) return `write node:${specifier}`;
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const isTest = path.endsWith('.test.ts');
  // The build of an app takes the workspace's packages in, so that they are no dependencies once it is installed.
  const isBundled = entry.folder.startsWith('apps/') && name.startsWith('@headrace/');
  const known = [
    ...entry.dependencies,
    ...(isTest || isBundled ? entry.devDependencies : []),
    ...(isTest ? rootDependencies : []),
  ];
  if (known.includes(name)) return undefined;
  return `${entry.folder}/package.json does not have ${name}; add it to ${isTest || isBundled ? 'devDependencies' : 'dependencies'}`;
}
