import { describe as group, expect, test } from 'vitest';

import { runIdField } from '../run/run-request.ts';
import type { AnyInputSchema } from './input-schema.ts';
import { describe } from './field.ts';
import { validateInput } from './validate-input.ts';

const schema: AnyInputSchema = {
  feed: { type: 'string', enum: ['top', 'new'], default: 'top', description: 'which list' },
  limit: { type: 'integer', minimum: 1, maximum: 500, description: 'how many' },
  share: { type: 'number', minimum: 0, optional: true, description: 'which share' },
  dry: { type: 'boolean', default: false, description: 'whether to land nothing' },
  home: { type: 'string', format: 'uri', optional: true, description: 'where' },
  note: { type: 'string', minLength: 2, maxLength: 4, optional: true, description: 'why' },
};

function messages(given: unknown): string[] | undefined {
  return validateInput(schema, given).problems?.map(({ message }) => message);
}

test('defaults are filled in and optional fields may stay away', () => {
  expect(validateInput(schema, { limit: 3 })).toEqual({ input: { feed: 'top', limit: 3, dry: false } });
});

test('a value that is given takes the place of the default', () => {
  expect(validateInput(schema, { limit: 3, feed: 'new', dry: true }).input).toMatchObject({
    feed: 'new',
    dry: true,
  });
});

test('every problem is named, with what was given and what is allowed', () => {
  expect(messages({ feed: 'worst', share: -1, dry: 'yes', limits: 3 })).toEqual([
    'limits: no such field; there are feed, limit, share, dry, home, note',
    'feed: "worst" is not one of top, new',
    'limit: missing; give an integer from 1 to 500',
    'share: -1 is not a number of at least 0',
    'dry: "yes" is not true or false',
  ]);
});

test.each([0, 501, 1.5, '3', Number.NaN, Infinity, 2 ** 53, [3], {}])('%j is not a limit', (limit) => {
  expect(messages({ limit })).toEqual([expect.stringMatching(/^limit: .* is not an integer from 1 to 500$/)]);
});

test.each([1, 500])('%j, at the bound, is a limit', (limit) => {
  expect(messages({ limit })).toBeUndefined();
});

test.each(['ftp://example.com', '//example.com', 'https://', 'http:///path', 3])(
  '%j is not a URL',
  (home) => {
    expect(messages({ limit: 3, home })).toEqual([expect.stringContaining('is not an http or https URL')]);
  },
);

test.each([
  ['a', 'is not text from 2 to 4 characters'],
  ['abcde', 'is not text from 2 to 4 characters'],
])('%j is not a note', (note, problem) => {
  expect(messages({ limit: 3, note })).toEqual([expect.stringContaining(problem)]);
});

test.each([null, undefined, 3, 'top', [], [{ limit: 3 }]])('%j is not an input', (given) => {
  expect(messages(given)).toEqual([expect.stringMatching(/^input: .* is not an object$/)]);
});

test.each(['__proto__', 'constructor', 'toString'])('a field named %s is unknown', (name) => {
  const given: unknown = JSON.parse(`{ "limit": 3, "${name}": {} }`);
  expect(messages(given)).toEqual([expect.stringContaining(`${name}: no such field`)]);
});

test('a long value is cut short in the message', () => {
  expect(messages({ limit: 3, feed: 'x'.repeat(10_000) })?.[0]?.length).toBeLessThan(120);
});

group('fields that depend on each other', () => {
  const id = { type: 'integer', optional: true, description: 'an id' } as const;
  const related: AnyInputSchema = {
    from: id,
    to: { ...id, requires: ['from'], atLeast: 'from' },
    last: { ...id, excludes: ['from', 'to'] },
  };

  test.each([
    [{ to: 3 }, ['to: given without from; give both or neither']],
    [{ from: 5, to: 3 }, ['to: 3 is below from, 5']],
    [{ from: 1, to: 3, last: 2 }, ['last: given with from and to; give one or the other']],
    [{ from: 3, to: 3 }, undefined],
    [{ last: 2 }, undefined],
    [{}, undefined],
  ])('%j', (given, problems) => {
    expect(validateInput(related, given).problems?.map(({ message }) => message)).toEqual(problems);
  });
});

test.each([
  [{ type: 'integer', description: '' }, 'an integer'],
  [{ type: 'number', maximum: 1, description: '' }, 'a number of at most 1'],
  [{ type: 'string', description: '' }, 'text'],
  [{ type: 'string', minLength: 1, description: '' }, 'text of at least 1 characters'],
  [
    { type: 'string', format: 'id', maxLength: 9, description: '' },
    'visible characters without spaces, of at most 9 characters',
  ],
] as const)('%j is described as %s', (field, words) => {
  expect(describe(field)).toBe(words);
});

test.each(['a b', 'a\tb', 'a\u0000', 'a\u200Eb', ''])('%j is no run id', (id) => {
  expect(validateInput({ id: runIdField }, { id }).problems).toHaveLength(1);
});

test.each(['hn-1', 'hacker-news/daily/2026-11-22T05:00Z', 'ночь', 'ก็', '夜🌙'])('%j is a run id', (id) => {
  expect(validateInput({ id: runIdField }, { id }).problems).toBeUndefined();
});
