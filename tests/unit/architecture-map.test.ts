import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { readWorkingTree } from '../../scripts/house/sources.ts';
import { root } from './read-workspace.ts';

const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

test('the map of ARCHITECTURE.md has every folder of the source code once, and no other', () => {
  const onMap = [...text.matchAll(/^\| `((?:packages|apps)\/[\w-]+\/src\/[\w/-]+)` \|/gm)].map(
    ([, path]) => path,
  );
  const files = globSync('{packages,apps}/*/src/*/**/*.ts', { cwd: root });
  const inTree = new Set(files.map((file) => dirname(file)));
  for (const folder of inTree) if (dirname(folder).includes('/src/')) inTree.add(dirname(folder));
  expect(onMap.toSorted(), 'name each folder once, with the concept that it holds').toEqual(
    [...inTree].toSorted(),
  );
});

test('no folder of the source code holds more than fifteen files beside its tests', () => {
  const byFolder = Map.groupBy(readWorkingTree(root), ({ path }) => dirname(path));
  const crowded = [...byFolder].filter(([, files]) => files.length > 15).map(([folder]) => folder);
  expect(crowded, 'give the second concept in it a folder of its own').toEqual([]);
});

test('no file reaches into a folder inside another room of its package', () => {
  // A group of commands prints by the output folder of the same concept.
  const parallel = /^apps\/starter\/src\/commands\/.* -> apps\/starter\/src\/output\//;
  const deep = readWorkingTree(root).flatMap(({ path, text: code }) => {
    const [, src = '', room] = /^((?:packages|apps)\/[\w-]+\/src)\/(?:([\w-]+)\/)?/.exec(path) ?? [];
    const imported = [...code.matchAll(/from '(\.[^']+)'/g)].map(([, to = '']) => join(dirname(path), to));
    return imported
      .filter((to) => {
        const [target, ...inner] = to.slice(src.length + 1).split('/');
        return to.startsWith(src) && room !== undefined && target !== room && inner.length > 1;
      })
      .map((to) => `${path} -> ${to}`);
  });
  expect(
    deep.filter((one) => !parallel.test(one)),
    'move the file up, or give it a door in its room',
  ).toEqual([]);
});

test('the table of decisions in ARCHITECTURE.md has every record', () => {
  const inTable = [...text.matchAll(/\]\((docs\/adr\/[\w-]+\.md)\) \|$/gm)].map(([, path]) => path);
  expect(inTable).toEqual(globSync('docs/adr/*.md', { cwd: root }).toSorted());
});

test('docs/README.md leads to every page', () => {
  const index = readFileSync(join(root, 'docs/README.md'), 'utf8');
  const pages = globSync('{tutorial,how-to,reference,explanation}/*.md', { cwd: join(root, 'docs') });
  expect(pages.filter((page) => !index.includes(`(${page})`))).toEqual([]);
});

function readWalk(page: string): string[] {
  const walk = readFileSync(join(root, 'docs/explanation', page), 'utf8');
  return [...walk.matchAll(/^\d+\. `([\w/.-]+\.ts)`/gm)].map(([, file = '']) => file);
}

test('the walk through the code names files that are there, at most 35, each once', () => {
  const named = readWalk('one-items-way.md');
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
  expect(named.length).toBeLessThanOrEqual(35);
  expect(named.length).toBeGreaterThan(20);
});

test('no file but those of its walk names the option incremental in its code', () => {
  const named = readWalk('one-options-way.md');
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(named).toHaveLength(4);
  const naming = readWorkingTree(root).filter(({ text: code }) => {
    const withoutComments = code.replaceAll(/\/\*.*?\*\/|\/\/.*$/gms, '');
    return /\bincremental\b(?! run)/.test(withoutComments.replaceAll(/'[^'\n]*'/g, ''));
  });
  expect(naming.map(({ path }) => path).filter((path) => !named.includes(path))).toEqual([]);
});
