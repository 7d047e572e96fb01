import { expect, expectTypeOf, test } from 'vitest';

import { defined } from './defined.ts';

test('leaves out the fields that are undefined, and only those', () => {
  const given: { name: string; limit: number | undefined; note?: string | undefined; last: string | null } = {
    name: 'daily',
    limit: undefined,
    last: null,
  };
  const fields = defined({ ...given, zero: 0, no: false });

  expect(fields).toStrictEqual({ name: 'daily', last: null, zero: 0, no: false });
  expectTypeOf(fields.name).toEqualTypeOf<string>();
  expectTypeOf(fields).toExtend<{ limit?: number; note?: string }>();
});
