import { expect, test } from 'vitest';

import { toArray } from './upsert-rows.ts';

test('an array is written as Postgres reads it', () => {
  expect(toArray([])).toBe('{}');
  expect(toArray([1, -2.5, true, null])).toBe('{1,-2.5,true,NULL}');
  expect(toArray(['', 'NULL', 'a,b', '{c}', ' d '])).toBe('{"","NULL","a,b","{c}"," d "}');
  expect(toArray(['say "hi"', String.raw`C:\n`])).toBe(String.raw`{"say \"hi\"","C:\\n"}`);
});
