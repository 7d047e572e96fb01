import * as client from '../../packages/client/src/index.ts';
import {
  errorKinds,
  quarantineReasons,
  retryableErrors,
  retryDefaults,
  terminalErrors,
} from '../../packages/contracts/src/index.ts';
import { code, toPage, toTable } from './markdown.ts';
import { readDocstrings, type Docstrings } from './read-docstrings.ts';
import { formatRetries } from './show-retries.ts';

interface ErrorClass {
  readonly name: string;
  readonly prototype: client.HeadraceError;
}

/** The client's error classes, as its entry exports them. */
const clientErrors: readonly ErrorClass[] = Object.values<unknown>(client)
  .filter(
    (one): one is ErrorClass => typeof one === 'function' && one.prototype instanceof client.HeadraceError,
  )
  .toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** Every error by its type, and every reason of quarantine, in the words of the code. */
export function renderErrors(): string {
  const contracts = readDocstrings('packages/contracts/src/errors.ts');
  const docstrings = readDocstrings('packages/client/src/errors/*.ts');
  return toPage(
    '# Errors',
    'An error is known by its `type`, never by its message.',
    '## Terminal',
    'End their activity and their run at once.',
    toErrorTable(terminalErrors, contracts),
    '## Retryable',
    'A further attempt is expected to mend them. Whatever is in neither table, programming errors included, is ' +
      `retried too: ${formatRetries(retryDefaults)}.`,
    toErrorTable(retryableErrors, contracts),
    '## Of the client and the command',
    'Thrown by `@headrace/client`; the command ends with the exit code.',
    toTable(
      ['type', 'kind', 'exit code', 'meaning'],
      clientErrors.map(({ name, prototype: { kind } }) => [
        code(name),
        code(kind),
        String(errorKinds[kind].exitCode),
        docstrings.of(name),
      ]),
    ),
    '`UsageError` and `SettingsRefused`, a command line or an environment that is not valid, exit with ' +
      `${errorKinds.invalid.exitCode}, like \`SchedulesRefused\`, a schedules file that is not valid. ` +
      '`SchedulesDiffer`, which `schedule apply --check` finds, and `ApplyFailed`, a schedule refused in the middle of ' +
      `an apply, exit with ${errorKinds.failed.exitCode}.`,
    '## Kinds',
    'An error of the client carries its `kind`; the exit code and the HTTP status follow from it.',
    toTable(
      ['kind', 'exit code', 'HTTP status', 'meaning'],
      Object.entries(errorKinds).map(([kind, { exitCode, httpStatus, meaning }]) => [
        code(kind),
        String(exitCode),
        String(httpStatus),
        meaning,
      ]),
    ),
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
