import { expect, it } from 'vitest';

import { isConnectionLoss } from './pool.ts';

const coded = (code: string) => Object.assign(new Error('as it came'), { code });

it.each([
  '08006',
  '53300',
  '57P01',
  '57P03',
  '58030',
  '25006',
  '40001',
  '40P01',
  '55P03',
  'ECONNREFUSED',
  'EPIPE',
])('expects %s to go through later', (code) => {
  expect(isConnectionLoss(coded(code))).toBe(true);
});

it.each(['23505', '42P01', '22P02', 'ENOENT'])('does not expect %s to', (code) => {
  expect(isConnectionLoss(coded(code))).toBe(false);
});

it('judges by the message only where there is no code', () => {
  expect(isConnectionLoss(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(isConnectionLoss(Object.assign(new Error('Connection terminated'), { code: '23505' }))).toBe(false);
  expect(isConnectionLoss(new Error('anything else'))).toBe(false);
});
