import { describe, expect, it } from 'vitest';

import { databaseUrl } from './database-url-kind.ts';

describe('databaseUrl', () => {
  it.each([
    'postgres://user:p%40ss%2Fword@host:5432/database?sslmode=verify-full',
    'postgresql://host/database?user=me&password=p%40ss',
    'postgres:///database?host=/run/postgresql',
    'postgres://user:password@/database?host=/run/postgresql',
    'postgres://user@%2Frun%2Fpostgresql/database',
  ])('takes %s', (given) => {
    expect(databaseUrl().parse(given)).toBe(given);
  });

  it.each([
    'postgres://user:pa@ss/word@host/database',
    'postgres://user:12#word@host/database',
    'postgres://user:pass?word@host/database',
    'mysql://host/database',
    'host/database',
  ])('refuses %s', (given) => {
    expect(databaseUrl().parse(given)).toBeUndefined();
  });
});
