import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { createSources } from '@headrace/activities';
import { pipelines } from '@headrace/contracts';
import { describe, expect, test } from 'vitest';

import { root } from './read-workspace.ts';

const names = pipelines.map(({ name }) => name).toSorted();

test('every pipeline is registered once', () => {
  expect(names, 'list each contract once in packages/contracts/src/pipeline/registry.ts').toEqual([
    ...new Set(names),
  ]);
});

test.each(['contracts', 'activities', 'workflows'])('packages/%s has one file for each pipeline', (place) => {
  const files = globSync(`packages/${place}/src/pipelines/*.ts`, { cwd: root, exclude: ['**/*.test.ts'] });
  expect(
    files.map((file) => basename(file, '.ts')).toSorted(),
    `packages/${place}/src/pipelines holds one file for each pipeline of packages/contracts/src/pipeline/registry.ts`,
  ).toEqual(names);
});

test('every pipeline has its source, and no other is registered', () => {
  const http = { getJson: async () => null, close: async () => {} };
  const store = { readRows: async () => ({ dataset: '', runId: '', rows: [] }) };
  expect(
    [...createSources({ http, store }).keys()].toSorted(),
    'register each source once in packages/activities/src/sources.ts',
  ).toEqual(names);
});

test('the workflow bundle exports the workflow of every pipeline from the file of its name', () => {
  const entry = readFileSync(join(root, 'packages/workflows/src/workflows.ts'), 'utf8');
  const exported = [...entry.matchAll(/export \{ (\w+) \} from '\.\/pipelines\/([\w-]+)\.ts';/g)];
  expect(
    exported.map(([, workflow, name]) => ({ workflow, name })).toSorted(byName),
    "export each pipeline's workflow by name from packages/workflows/src/workflows.ts",
  ).toEqual(pipelines.map(({ workflow, name }) => ({ workflow, name })).toSorted(byName));
});

describe.each(pipelines.map((pipeline) => [pipeline.name, pipeline] as const))('%s', (name, pipeline) => {
  test('has a name in kebab-case and a workflow of the same name in camelCase', () => {
    expect(name).toMatch(/^[a-z]+[a-z0-9]*(-[a-z0-9]+)*$/);
    expect(pipeline.workflow).toBe(name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
  });

  test('lands in a table and columns that Postgres takes unquoted', () => {
    expect(pipeline.dataset.name).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
    expect(Object.keys(pipeline.dataset.columns)).not.toHaveLength(0);
  });
});

function byName(left: { name?: string | undefined }, right: { name?: string | undefined }): number {
  return (left.name ?? '').localeCompare(right.name ?? '');
}
