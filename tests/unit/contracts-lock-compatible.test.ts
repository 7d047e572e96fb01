import { expect, test } from 'vitest';

import { compareLocks } from '../../scripts/contracts/compare-locks.ts';
import type { ContractLock } from '../../scripts/contracts/contract-lock.ts';
import { formatAdditions, formatBreaks } from '../../scripts/contracts/show-changes.ts';
import { columns, edit, feed, limit, lock, type Edits } from '../support/edit-lock.ts';

const text = { type: 'string', optional: true };
const column = { name: 'votes', type: 'integer', nullable: true };

const compatible: [name: string, edits: Edits, change: string][] = [
  ['a new pipeline', { 'pipelines/hn': lock.pipelines['hacker-news'] }, 'pipeline hn: is new'],
  ['a new dataset', { 'datasets/polls': {} }, 'dataset polls: is new'],
  [
    'a new optional field of the input',
    { 'pipelines/hacker-news/input/language': text },
    'input language of the pipeline hacker-news: is new',
  ],
  [
    'a new field with a default',
    { 'pipelines/hacker-news/input/language': { type: 'string', default: 'en' } },
    'input language of the pipeline hacker-news: is new',
  ],
  [
    'a wider enum',
    { [`${feed}/enum`]: ['top', 'new', 'best', 'ask', 'show', 'job', 'old'] },
    'input feed of the pipeline hacker-news: old is allowed as well',
  ],
  [
    'a wider range',
    { [`${limit}/maximum`]: 1_000, [`${limit}/minimum`]: undefined },
    'minimum of the input limit of the pipeline hacker-news: was 1 and is gone',
  ],
  [
    'a new nullable column',
    { [`${columns}/votes`]: column },
    'column votes of the dataset hacker_news_stories: is new',
  ],
  ['a new activity', { 'activities/transcribe': lock.activities['land'] }, 'activity transcribe: is new'],
  ['a new workflow', { 'workflows/digest': lock.workflows['hackerNews'] }, 'workflow digest: is new'],
  ['a new query', { 'queries/run.plan': lock.queries['run.progress'] }, 'query run.plan: is new'],
  ['a new update', { 'updates/run.skip': lock.updates['run.pause'] }, 'update run.skip: is new'],
  ['a new signal', { 'signals/shard.stop': lock.signals['shard.steer'] }, 'signal shard.stop: is new'],
  [
    'a new optional field of an argument',
    { 'types/PlanRequest/language?': 'string' },
    'PlanRequest.language (activity plan): is new',
  ],
  [
    'a new optional field of a result',
    { 'types/BatchLanded/note?': 'string' },
    'BatchLanded.note (activity land): is new',
  ],
  [
    'more values of an argument',
    { 'types/ConcludeRequest/outcome': 'string' },
    "ConcludeRequest.outcome (activity conclude): was 'cancelled' | 'completed' | 'failed' | 'skipped' and is string",
  ],
  [
    'other retries and timeouts',
    { 'options/land/retry/maximumAttempts': 3, 'options/land/startToCloseTimeout': 1_000 },
    'startToCloseTimeout (activity land): was 3600000 and is 1000',
  ],
  [
    'another limit',
    { 'constants/limits.keysPerShard': 50_000 },
    'constant limits.keysPerShard: was 100000 and is 50000',
  ],
  ['another batch', { 'pipelines/hacker-news/batch/size': 500 }, 'batch of the pipeline hacker-news: was'],
  [
    'a new error type',
    { 'errors/terminal': [...lock.errors.terminal, 'Gone'] },
    'terminal error types: Gone is new',
  ],
];

test.each(compatible)('%s breaks nobody, and is written by pnpm contracts:lock', (_name, edits, change) => {
  const changes = compareLocks(lock, edit(edits));
  expect(formatBreaks(changes)).toBe('');
  expect(formatAdditions(changes).join('\n')).toContain(change);
});

test('an object type of another name is no change', () => {
  const renamed = JSON.parse(JSON.stringify(lock).replaceAll('"PlanRequest"', '"Planned"')) as ContractLock;
  expect(renamed).not.toEqual(lock);
  expect(compareLocks(lock, renamed)).toEqual([]);
});

test('the lock does not differ from itself', () => {
  expect(compareLocks(lock, structuredClone(lock))).toEqual([]);
});
