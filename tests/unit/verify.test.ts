import { expect, test, vi } from 'vitest';

import { readOptions } from '../../scripts/verify/read-options.ts';
import { createTally, type Tally } from '../../scripts/verify/tally.ts';

function createQuietTally(): Tally {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  return createTally();
}

function lastLine(tally: Tally): string | undefined {
  return tally.summary().split('\n').at(-1);
}

test('the last line counts what passed and what failed', () => {
  const tally = createQuietTally();
  expect(lastLine(tally)).toBe('0 passed, 0 failed');
  tally.pass(41);
  tally.pass();
  tally.fail('lint', 'there is something');
  expect(lastLine(tally)).toBe('42 passed, 1 failed');
});

test('what was skipped is counted where there is some, and listed with its reason', () => {
  const tally = createQuietTally();
  tally.pass(2);
  tally.skip('a test', 'there is no Postgres');
  expect(lastLine(tally)).toBe('2 passed, 0 failed, 1 skipped');
  expect(tally.summary()).toContain('skipped  a test: there is no Postgres');
});

test('only the steps named run, all of them where none is named', () => {
  const steps = ['lint', 'unit', 'e2e'];
  expect(steps.filter(readOptions(['--only', 'e2e,unit'], steps).isWanted)).toEqual(['unit', 'e2e']);
  expect(steps.filter(readOptions([], steps).isWanted)).toEqual(steps);
});

test('a step that there is not is refused with those there are', () => {
  expect(() => readOptions(['--only', 'unti'], ['lint', 'unit'])).toThrow(
    '--only unti: no such step; there are lint, unit',
  );
});
