import { expect, test } from 'vitest';

import { withNextStep } from './next-step.ts';

function failed(type: string): Error {
  return Object.assign(new Error('run hn failed'), { type: 'RunFailed', failure: { type, message: 'why' } });
}

test('a run with too much in quarantine points to the quarantine', () => {
  expect(withNextStep(failed('QuarantineLimit'), 'hn')).toMatchObject({
    next: expect.stringContaining('headrace quarantine list --run hn\n'),
  });
});

test.each([
  ['a run that failed otherwise', failed('SourceRefused')],
  ['a run that was cancelled', Object.assign(new Error('cancelled'), { type: 'RunCancelled' })],
])('%s is said to go on under its id', (_name, error) => {
  expect(withNextStep(error, 'hn')).toMatchObject({
    next: 'what it landed is kept; the same command with --id hn goes on from there',
  });
});

test.each([
  ['an input that would be refused again', failed('InvalidInput')],
  ['a run that is pruned', failed('RunPruned')],
  ['an error that is not of the run', Object.assign(new Error('no'), { type: 'TemporalUnreachable' })],
  ['what is no error', 'no'],
])('%s stays as it is', (_name, error) => {
  expect(withNextStep(error, 'hn')).toBe(error);
  expect(error).not.toHaveProperty('next');
});
