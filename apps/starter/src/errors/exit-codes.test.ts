import { CommanderError } from 'commander';
import { expect, test } from 'vitest';

import { toExitCode } from './exit-codes.ts';
import { explain } from './explain.ts';
import { Interrupted } from './interrupted.ts';
import { nearest } from './nearest.ts';
import { UsageError } from './usage-error.ts';

function typed(type: string): Error {
  return Object.assign(new Error('as it says'), { type });
}

test.each([
  [new UsageError('no'), 2],
  [new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'"), 2],
  [new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'), 0],
  [typed('InvalidInput'), 2],
  [typed('RunNotFound'), 2],
  [typed('NotQuarantined'), 2],
  [typed('RunEnded'), 2],
  [typed('SteeringRefused'), 2],
  [typed('NoAnswer'), 1],
  [typed('RunFailed'), 1],
  [typed('RunCancelled'), 1],
  [typed('TemporalUnreachable'), 3],
  [new TypeError('a bug'), 1],
  ['not even an error', 1],
  [new Interrupted('SIGINT', 'hn'), 130],
  [new Interrupted('SIGTERM', undefined), 143],
])('%s ends the process with %i', (error, code) => {
  expect(toExitCode(error)).toBe(code);
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
