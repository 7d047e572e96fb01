import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

export interface WorkspacePackage {
  /** As ARCHITECTURE.md names it: `contracts`. */
  readonly place: string;
  /** From the root: `packages/contracts`. */
  readonly folder: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly files: readonly SourceFile[];
}

export interface SourceFile {
  /** From the root. */
  readonly path: string;
  /** What follows `from`, `import` or `import.meta.resolve`. */
  readonly imports: readonly string[];
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The packages and apps, with what their manifests and their sources say. */
export function readWorkspace(): WorkspacePackage[] {
  return globSync('{packages,apps}/*/package.json', { cwd: root })
    .toSorted()
    .map((manifest) => readPackage(join(manifest, '..')));
}

/** Dependencies of the root's manifest, which tests of every package may use. */
export function readRootDependencies(): string[] {
  const { dependencies, devDependencies } = readManifest('.');
  return Object.keys({ ...dependencies, ...devDependencies });
}

function readPackage(folder: string): WorkspacePackage {
  const { dependencies = {}, devDependencies = {} } = readManifest(folder);
  return {
    place: basename(folder),
    folder,
    dependencies: Object.keys(dependencies),
    devDependencies: Object.keys(devDependencies),
    files: globSync(`${folder}/src/**/*.ts`, { cwd: root }).map((path) => ({
      path,
      imports: findImports(readFileSync(join(root, path), 'utf8')),
    })),
  };
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

const statement = /^\s*(?:import|export)\s(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const call = /\b(?:import|import\.meta\.resolve)\('([^']+)'\)/g;

export function findImports(code: string): string[] {
  return [statement, call].flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, specifier = '']) => specifier),
  );
}
