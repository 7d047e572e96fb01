import { describe, expect, it } from 'vitest';

import { databaseUrl, proxyUrl } from './kinds.ts';

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

describe('proxyUrl', () => {
  it('is http where no scheme is given', () => {
    expect(proxyUrl().parse('proxy.internal:3128')).toBe('http://proxy.internal:3128');
    expect(proxyUrl().parse('https://proxy.internal')).toBe('https://proxy.internal');
    expect(proxyUrl().parse('socks5://proxy.internal')).toBeUndefined();
  });

  it('shows no password', () => {
    expect(proxyUrl().show('http://me:hush@proxy.internal:3128')).toBe('http://me:***@proxy.internal:3128');
  });
});
