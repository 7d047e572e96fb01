import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** An app as it is deployed: its `dist`, its manifest, and the dependencies that the manifest names, nowhere near here. */
export interface BuiltApp extends AsyncDisposable {
  readonly folder: string;
  readonly main: string;
  /** Names in the manifest's `dependencies`. */
  readonly dependencies: readonly string[];
  /** Packages that the built files import. */
  readonly imports: readonly string[];
}

const apps = fileURLToPath(new URL('../../apps/', import.meta.url));

export async function buildApp(name: string): Promise<BuiltApp> {
  const source = join(apps, name);
  const folder = await mkdtemp(join(tmpdir(), `headrace-${name}-`));
  const dist = join(folder, 'dist');
  const tsup = join(await realpath(join(source, 'node_modules', 'tsup')), 'dist', 'cli-default.js');
  await promisify(execFile)(process.execPath, [tsup, '--out-dir', dist], { cwd: source });
  const manifest = await readFile(join(source, 'package.json'), 'utf8');
  await writeFile(join(folder, 'package.json'), manifest);
  const dependencies = Object.keys(
    (JSON.parse(manifest) as { dependencies: Record<string, string> }).dependencies,
  );
  for (const dependency of dependencies) await link(source, folder, dependency);
  return {
    folder,
    main: join(dist, 'main.js'),
    dependencies,
    imports: await readImports(dist),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function link(source: string, folder: string, dependency: string): Promise<void> {
  const place = join(folder, 'node_modules', dependency);
  await mkdir(dirname(place), { recursive: true });
  await symlink(await realpath(join(source, 'node_modules', dependency)), place);
}

async function readImports(dist: string): Promise<string[]> {
  const files = (await readdir(dist)).filter((file) => file.endsWith('.js') && file !== 'workflow-bundle.js');
  const code = (await Promise.all(files.map((file) => readFile(join(dist, file), 'utf8')))).join('\n');
  const specifiers = [...code.matchAll(/(?:^| )(?:import|from|import\()\s?\(?"([\w@./:-]+)"/gm)].map(
    ([, specifier = '']) => specifier,
  );
  const packages = specifiers.filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier));
  return [...new Set(packages.map(toPackageName))].toSorted();
}

function toPackageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
