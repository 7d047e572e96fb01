import { errorKinds } from '../../packages/contracts/src/index.ts';
import { Interrupted } from '../../apps/starter/src/errors/usage-error.ts';
import { toExitCode } from '../../apps/starter/src/errors/explain.ts';
import { toPage, toTable } from './markdown.ts';

/** The exit codes of the command, by the kinds of errors that lead to each. */
export function renderExitCodes(): string {
  const byCode = Map.groupBy(Object.values(errorKinds), ({ exitCode }) => exitCode);
  return toPage(
    '## Exit codes',
    toTable(
      ['code', 'meaning'],
      [
        ['0', 'done'],
        ...[...byCode]
          .toSorted(([a], [b]) => a - b)
          .map(([code, kinds]) => [String(code), kinds.map(({ meaning }) => meaning).join('; or ')]),
        [
          String(toExitCode(new Interrupted('SIGINT', undefined))),
          'interrupted with Ctrl-C; the run goes on',
        ],
        [String(toExitCode(new Interrupted('SIGTERM', undefined))), 'ended by SIGTERM; the run goes on'],
      ],
    ),
    'Which error has which code: see [errors](errors.md).',
  );
}
