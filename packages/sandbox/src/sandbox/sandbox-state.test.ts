import { expect, test } from 'vitest';

import { withoutPassword } from './sandbox-state.ts';

const others = { temporal: '127.0.0.1:7233', namespace: 'default', source: 'http://127.0.0.1:1' };

test.each([
  ['postgres://postgres@127.0.0.1:5432/postgres', 'postgres://postgres@127.0.0.1:5432/postgres'],
  ['postgres://me:hush@host/db', 'postgres://me:***@host/db'],
  ['postgres://me:hush@/db?host=/run/postgresql', 'postgres://me:***@/db?host=/run/postgresql'],
  ['postgres://host/db?user=me&password=hush', 'postgres://host/db?user=me&password=***'],
])('%s is told as %s', (postgres, told) => {
  expect(withoutPassword({ ...others, postgres })).toEqual({ ...others, postgres: told });
});
