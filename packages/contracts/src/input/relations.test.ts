import { expect, test } from 'vitest';

import { pipelines } from '../pipeline/registry.ts';
import type { AnyInputSchema } from './input-schema.ts';
import { validateInput } from './validate-input.ts';

const id = { type: 'integer', minimum: 1, optional: true, description: 'an id' } as const;
const to = { ...id, requires: ['from'], atLeast: 'from' } as const;
const last = { ...id, excludes: ['from', 'to'] } as const;
const schema: AnyInputSchema = { from: id, to, last };

function messages(given: unknown): string[] {
  return (validateInput(schema, given).problems ?? []).map(({ message }) => message);
}

test.each([{}, { from: 3 }, { from: 3, to: 3 }, { last: 3 }, { last: 3, from: null }])(
  '%j fits together',
  (given) => {
    expect(messages(given)).toEqual([]);
  },
);

test.each([
  [{ to: 3 }, 'to: given without from; give both or neither'],
  [{ from: 4, to: 3 }, 'to: 3 is below from, 4'],
  [{ last: 3, from: 1 }, 'last: given with from; give one or the other'],
  [{ last: 3, from: 1, to: 2 }, 'last: given with from and to; give one or the other'],
])('%j is refused by the names of both fields', (given, message) => {
  expect(messages(given)).toEqual([message]);
});

test('a default is not held against what is given', () => {
  const withDefault = { ...schema, last: { ...last, default: 1_000 } };
  expect(validateInput(withDefault, { from: 1 }).problems).toBeUndefined();
});

test('a field is checked alone where the others are not in the schema', () => {
  expect(validateInput({ to }, { to: 3 })).toEqual({ input: { to: 3 } });
});

test.each(pipelines)('the relations of $name are between fields that it has', ({ input }) => {
  const others = Object.values(input).flatMap(({ requires = [], excludes = [], atLeast }) => [
    ...requires,
    ...excludes,
    ...(atLeast === undefined ? [] : [atLeast]),
  ]);
  expect(others.filter((name) => !Object.hasOwn(input, name))).toEqual([]);
});
