import { Interrupted } from '../../apps/starter/src/errors/usage-error.ts';
import { toExitCode } from '../../apps/starter/src/errors/explain.ts';
import { toPage, toTable } from './markdown.ts';

const meanings: readonly (readonly [error: Error, meaning: string])[] = [
  [ofType('RunFailed'), 'the run failed or was cancelled, or no worker answered'],
  [ofType('UsageError'), 'bad usage or input, or there is no such run: nothing was started'],
  [ofType('TemporalUnreachable'), 'Temporal cannot be reached, or has no such namespace'],
  [new Interrupted('SIGINT', undefined), 'interrupted with Ctrl-C; the run goes on'],
  [new Interrupted('SIGTERM', undefined), 'ended by SIGTERM; the run goes on'],
];

/** The exit codes of the command, asked from the function that decides them. */
export function renderExitCodes(): string {
  return toPage(
    '## Exit codes',
    toTable(
      ['code', 'meaning'],
      [['0', 'done'], ...meanings.map(([error, meaning]) => [String(toExitCode(error)), meaning] as const)],
    ),
    'Which error has which code: see [errors](errors.md).',
  );
}

/** The code of an error known by its type. */
export function exitCodeOf(type: string): number {
  return toExitCode(ofType(type));
}

function ofType(type: string): Error {
  return Object.assign(new Error(type), { type });
}
