import { expect, test } from 'vitest';

import { findUnknownFields } from './find-unknown-fields.ts';

test.each([
  [{ limit: 5 }, 'limit: no such field of the request; there are input, overrides, again, '],
  [5, 'request: 5 is not an object'],
  [['top'], 'request: ["top"] is not an object'],
  [{ overrides: 5 }, 'overrides: 5 is not an object'],
  [{ overrides: { parallel: 2 } }, 'parallel: no such field of the overrides; there are batch, activity, '],
])('%j is refused', (request, message) => {
  expect(findUnknownFields(request)).toEqual([
    { field: message.split(':')[0], message: expect.stringContaining(message) },
  ]);
});

test.each([
  undefined,
  null,
  {},
  { input: { limit: 5 }, overrides: { batch: { size: 1 } }, again: true },
  { input: undefined, overrides: null },
])('%j is taken', (request) => {
  expect(findUnknownFields(request)).toEqual([]);
});
