import { existsSync, globSync, readFileSync } from 'node:fs';

import * as contracts from '@headrace/contracts';
import { expect, test } from 'vitest';

import { compareLocks } from '../../scripts/contracts/compare-locks.ts';
import { lockContracts, readLock } from '../../scripts/contracts/lock-file.ts';
import { formatAdditions, formatBreaks } from '../../scripts/contracts/show-changes.ts';
import { toLock } from '../../scripts/contracts/to-lock.ts';

const { findPipeline, pipelines, validateInput } = contracts;
const today = lockContracts();

test('the contracts keep what contracts.lock.json promises', () => {
  const kept = readLock();
  expect(kept, 'there is no contracts.lock.json; write it with: pnpm contracts:lock').toBeDefined();
  if (!kept) return;
  const changes = compareLocks(kept, today);
  expect(formatBreaks(changes)).toBe('');
  const additions = formatAdditions(changes);
  if (additions.length > 0)
    console.log(`${additions.join('\n')}\nWrite them into contracts.lock.json with: pnpm contracts:lock`);
});

test('the lock knows the arguments and the options of every activity', () => {
  expect(
    Object.keys(today.options),
    'contracts export an interface …Activities and its options …Defaults, with the same names',
  ).toEqual(Object.keys(today.activities));
});

test('the lock knows how every query, update and signal is called', () => {
  const calls = [today.queries, today.updates, today.signals].flatMap((kind) => Object.keys(kind));
  expect(calls).toEqual(expect.arrayContaining(['run.progress', 'run.tune', 'shard.steer']));
  const known = new Set(calls.map((call) => call.split('.')[1]));
  const names = Object.entries(today.constants).filter(([name]) => /control\./i.test(name));
  expect(
    names.filter(([, name]) => !known.has(String(name))),
    'contracts export an interface …Queries, …Updates or …Signals with each as a method',
  ).toEqual([]);
});

test('the lock holds a pipeline and a name as soon as contracts export them', () => {
  const polls = { ...contracts.hackerNews, name: 'polls', workflow: 'polls' };
  const grown = toLock({ ...contracts, pipelines: [...pipelines, polls], polls, publish: 'publish' }, today);
  expect(grown.pipelines['polls']).toMatchObject({ workflow: 'polls', dataset: 'hacker_news_stories' });
  expect(grown.constants).toMatchObject({ publish: 'publish' });
});

test('the lock holds what every call takes and gives, field by field, and no words for people', () => {
  expect(today.workflows['hackerNews']?.gives).toEqual({
    fields: { rows: { list: 'Story' }, summary: 'RunSummary', words: { list: 'WordCount' } },
  });
  expect(today.types['Story']).toMatchObject({ id: 'number', url: ['null', 'string'] });
  expect(today.types['RunOverrides']).toMatchObject({ 'quarantineLimit?': 'number' });
  expect(JSON.stringify(today)).not.toContain('how many stories from the head of the list');
});

interface GoldenInput {
  readonly given: unknown;
  /** With the defaults of then. */
  readonly means: Readonly<Record<string, unknown>>;
}

const folder = new URL('../golden/inputs/', import.meta.url);
const golden = globSync('*/*.json', { cwd: folder }).toSorted();

test.each(golden)('the old input %s is still valid, and still means the same', (file) => {
  const [name = ''] = file.split(/[/\\]/);
  const { given, means } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenInput;
  const pipeline = findPipeline(name);
  expect(pipeline, `there is no pipeline ${name} any more, and callers still start it`).toBeDefined();
  expect(validateInput(pipeline?.input ?? {}, given)).toEqual({ input: means });
});

test.each(pipelines.map(({ name }) => name))('%s has old inputs', (name) => {
  expect(
    existsSync(new URL(name, folder)),
    `keep inputs of ${name} as callers give them, with what they mean, in tests/golden/inputs/${name}/*.json`,
  ).toBe(true);
});
