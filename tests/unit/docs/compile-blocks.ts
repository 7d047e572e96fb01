import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { dirname, join } from 'node:path';

import type { Block } from './read-blocks.ts';

const packages = ['contracts', 'calendar', 'workflows', 'activities', 'client'];

/**
 * Compiles TypeScript blocks in a copy of the packages: those for a file are written into it, the others are files of a
 * service that uses the packages. Resolves to the compiler's complaints, each at the block's page and line.
 */
export async function compileBlocks(
  root: string,
  folder: string,
  blocks: readonly Block[],
): Promise<string[]> {
  copyPackages(root, folder);
  const places = new Map<string, Block>();
  for (const [index, block] of blocks.entries()) {
    const file = block.file ?? `service/block-${index}.ts`;
    write(folder, file, block);
    places.set(file, block);
  }
  const complaints = await compile(root, folder);
  return complaints.map((complaint) => locate(complaint, places));
}

function copyPackages(root: string, folder: string): void {
  for (const name of packages) {
    const [from, to] = [join(root, 'packages', name), join(folder, 'packages', name)];
    cpSync(join(from, 'src'), join(to, 'src'), {
      recursive: true,
      filter: (path) => !path.endsWith('.test.ts'),
    });
    if (existsSync(join(from, 'node_modules')))
      symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(folder, 'service'));
  symlinkSync(join(root, 'packages', 'client', 'node_modules'), join(folder, 'service', 'node_modules'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const paths = Object.fromEntries(
    packages.map((name) => [`@headrace/${name}`, [`./packages/${name}/src/index.ts`]]),
  );
  const options = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: { paths, isolatedDeclarations: false },
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ ...options, include: ['packages/*/src', 'service'] }),
  );
}

/** A block for a file that exists replaces the declaration of the same name, or else is added at the end. */
function write(folder: string, file: string, { code }: Block): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, existsSync(path) ? merge(readFileSync(path, 'utf8'), code) : code);
}

function merge(source: string, code: string): string {
  const [, name] = /^(?:export )?const (\w+)/m.exec(code) ?? [];
  if (name === undefined) return `${source}\n${code}`;
  const declaration = new RegExp(String.raw`^(?:export )?const ${name}\b.*?;$`, 'ms');
  const [imports = '', ...rest] = code.split(/^(?=(?:export )?const )/m);
  return `${imports}${source.replace(declaration, () => rest.join('').trim())}`;
}

async function compile(root: string, folder: string): Promise<string[]> {
  const child = spawn(join(root, 'node_modules', '.bin', 'tsc'), ['--pretty', 'false'], { cwd: folder });
  const output = await text(child.stdout);
  return output.split('\n').filter((line) => /^\S.*error TS/.test(line));
}

function locate(complaint: string, places: ReadonlyMap<string, Block>): string {
  const [, file = '', line = '0', rest = ''] = /^(.*?)\((\d+),\d+\): (.*)$/.exec(complaint) ?? [];
  const block = places.get(file);
  if (block === undefined) return complaint;
  // In a file that was there before, the lines are the file's.
  const at = block.file === undefined ? block.line + Number(line) - 1 : block.line;
  return `${block.page}:${at}: ${rest} (${file}:${line})`;
}
