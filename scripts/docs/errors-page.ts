import {
  quarantineReasons,
  retryableErrors,
  retryDefaults,
  terminalErrors,
} from '../../packages/contracts/src/index.ts';
import { exitCodeOf } from './exit-codes.ts';
import { code, toPage, toTable } from './markdown.ts';
import { readDocstrings, type Docstrings } from './read-docstrings.ts';
import { showRetries } from './show-retries.ts';

const clientErrors: Readonly<Record<string, string>> = {
  InvalidInput: 'headrace-error.ts',
  RunIdTaken: 'run-errors.ts',
  RunStillRunning: 'run-errors.ts',
  RunNotFound: 'run-errors.ts',
  RunPruned: 'run-errors.ts',
  RunFailed: 'run-failed.ts',
  RunCancelled: 'run-failed.ts',
  ScheduleExists: 'schedule-errors.ts',
  ScheduleNotFound: 'schedule-errors.ts',
  NoAnswer: 'headrace-error.ts',
  TemporalUnreachable: 'headrace-error.ts',
};

/** Every error by its type, and every reason of quarantine, in the words of the code. */
export function renderErrors(): string {
  const contracts = readDocstrings('packages/contracts/src/errors.ts');
  return toPage(
    '# Errors',
    'An error is known by its `type`, never by its message.',
    '## Terminal',
    'End their activity and their run at once.',
    toErrorTable(terminalErrors, contracts),
    '## Retryable',
    'A further attempt is expected to mend them. Whatever is in neither table, programming errors included, is ' +
      `retried too: ${showRetries(retryDefaults)}.`,
    toErrorTable(retryableErrors, contracts),
    '## Of the client and the command',
    'Thrown by `@headrace/client`; the command ends with the exit code.',
    toTable(
      ['type', 'exit code', 'meaning'],
      Object.entries(clientErrors).map(([type, file]) => [
        code(type),
        String(exitCodeOf(type)),
        readDocstrings(`packages/client/src/errors/${file}`).of(type),
      ]),
    ),
    '`UsageError` and `SettingsRefused`, a command line or an environment that is not valid, exit with ' +
      `${exitCodeOf('UsageError')}, like \`SchedulesRefused\`, a schedules file that is not valid. ` +
      '`SchedulesDiffer`, what `schedule apply --check` has found, and `ApplyFailed`, a schedule refused in the middle of ' +
      `an apply, exit with ${exitCodeOf('SchedulesDiffer')}.`,
    '## Quarantine reasons',
    'Why an item is in quarantine; see [how to handle it](../how-to/handle-quarantine.md).',
    toTable(['reason', 'meaning'], toReasonRows(contracts)),
  );
}

function toErrorTable(types: Readonly<Record<string, string>>, contracts: Docstrings): string {
  return toTable(
    ['type', 'meaning'],
    Object.entries(types).map(([name, type]) => [code(type), contracts.of(name)]),
  );
}

/** The docstring of the reasons is a list, one line each. */
function toReasonRows(contracts: Docstrings): string[][] {
  const list = contracts.of('QuarantineReason');
  return quarantineReasons.map((reason) => {
    const meaning = new RegExp(`^- \`${reason}\`: (.+)$`, 'm').exec(list)?.[1];
    if (meaning === undefined)
      throw new Error(`The docstring of QuarantineReason does not say what ${reason} is`);
    return [code(reason), meaning];
  });
}
