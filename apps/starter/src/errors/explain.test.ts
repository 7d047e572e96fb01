import {
  HeadraceError,
  InvalidInput,
  NoAnswer,
  RunCancelled,
  RunNotFound,
  TemporalUnreachable,
} from '@headrace/client';
import { errorKinds, type ErrorKind } from '@headrace/contracts';
import { CommanderError } from 'commander';
import { expect, test } from 'vitest';

import { toExitCode, explain, withNextStep } from './explain.ts';
import { Interrupted, nearest, UsageError } from './usage-error.ts';

function typed(type: string): Error {
  return Object.assign(new Error('as it says'), { type });
}

test.each([
  [new UsageError('no'), 2],
  [new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'"), 2],
  [new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'), 0],
  [new InvalidInput('hacker-news', []), 2],
  [RunNotFound.of('hn'), 2],
  [new NoAnswer('reading', 1_000), 1],
  [new RunCancelled('hn', null), 1],
  [new TemporalUnreachable(), 3],
  [Object.assign(new Error('no such namespace'), { name: 'NamespaceNotFoundError' }), 3],
  [new TypeError('a bug'), 1],
  ['not even an error', 1],
  [new Interrupted('SIGINT', 'hn'), 130],
  [new Interrupted('SIGTERM', undefined), 143],
])('%s ends the process with %i', (error, code) => {
  expect(toExitCode(error)).toBe(code);
});

test.for(Object.entries(errorKinds))(
  'a new error that says it is %s needs no other edit',
  ([kind, { exitCode }]) => {
    class Brandnew extends HeadraceError {
      override readonly name = 'Brandnew';
      readonly type = 'Brandnew';
      get kind(): ErrorKind {
        return kind as ErrorKind;
      }
    }

    expect(toExitCode(new Brandnew('at last'))).toBe(exitCode);
  },
);

test('a kind that there is not counts as a failure', () => {
  expect(toExitCode(Object.assign(new Error('odd'), { kind: 'toString' }))).toBe(1);
});

test('an error is explained by its type, its message and its own fields', () => {
  const error = Object.assign(typed('RunFailed'), { runId: 'hn', cause: new Error('hidden') });
  expect(explain(error)).toEqual({ type: 'RunFailed', message: 'as it says', runId: 'hn' });
  expect(
    explain(
      new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'\n(Did you mean --y?)"),
    ),
  ).toEqual({ type: 'UsageError', message: "unknown option '--x'; did you mean --y?" });
});

test('the nearest name is offered when it is near', () => {
  expect(nearest('haker-news', ['hacker-news', 'tides'])).toBe('hacker-news');
  expect(nearest('weather', ['hacker-news', 'tides'])).toBeUndefined();
  expect(nearest('any', [])).toBeUndefined();
});

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
