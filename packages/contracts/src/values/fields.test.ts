import { expect, test } from 'vitest';

import { isFields, toSortedJson } from './fields.ts';

test.each([
  [{}, true],
  [[], false],
  [null, false],
  ['text', false],
])('%j is fields: %s', (value, is) => {
  expect(isFields(value)).toBe(is);
});

test.each([
  [{ a: 1, b: { d: [2, 1], c: 3 } }, '{"a":1,"b":{"c":3,"d":[2,1]}}'],
  [{ b: { c: 3, d: [2, 1] }, a: 1 }, '{"a":1,"b":{"c":3,"d":[2,1]}}'],
  [undefined, 'null'],
])('%j is written as %s', (value, json) => {
  expect(toSortedJson(value)).toBe(json);
});
