import { errorKinds, kindOf, terminalErrors, type ErrorKind } from '@headrace/contracts';
import { CommanderError } from 'commander';

import { Interrupted } from './usage-error.ts';

/** An error as `--json` prints it: type, message and own fields. */
export interface ExplainedError {
  readonly type: string;
  readonly message: string;
  /** The next steps to take, a line each. */
  readonly next?: string;
  readonly [field: string]: unknown;
}

/** Explains an error of a command; `undefined` where nothing is left to say. */
export function explain(error: unknown): ExplainedError | undefined {
  if (error instanceof CommanderError) return explainUsage(error);
  if (!(error instanceof Error)) return { type: 'Error', message: String(error) };
  const { name: _name, cause: _cause, stack: _stack, ...fields } = error;
  const type = toErrorType(error);
  const { message } = error;
  // Temporal's own error, which does not say where the name came from.
  const way = type === 'NamespaceNotFoundError' ? '; TEMPORAL_NAMESPACE says which to use' : '';
  return { ...fields, type, message: `${message}${way}` };
}

/** By which an error is known: the `type` it has on the wire, or its class. */
export function toErrorType(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return 'type' in error && typeof error.type === 'string' ? error.type : error.name;
}

function explainUsage(error: CommanderError): ExplainedError | undefined {
  // Help has been printed where it was asked for, and where a command was missing.
  if (error.exitCode === 0) return undefined;
  if (error.code === 'commander.help') return { type: 'UsageError', message: 'missing command' };
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean $1?');
  return { type: 'UsageError', message };
}

/** Temporal's own errors, which know nothing of kinds. */
const foreign: Readonly<Record<string, ErrorKind>> = {
  NamespaceNotFoundError: 'unreachable',
  ServiceError: 'unreachable',
};

/** The process's exit code for an error that a command threw: by its kind, never by its message. */
export function toExitCode(error: unknown): number {
  if (error instanceof Interrupted) return error.signal === 'SIGINT' ? 130 : 143;
  // Help and version are thrown too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : errorKinds.invalid.exitCode;
  return errorKinds[kindOf(error) ?? foreign[toErrorType(error)] ?? 'failed'].exitCode;
}

/** Gives the error with which a followed run ended what to do next, as `next`; any other error stays as it is. */
export function withNextStep(error: unknown, runId: string): unknown {
  const next = toNextStep(error, runId);
  return next === undefined ? error : Object.assign(error as Error, { next });
}

function toNextStep(error: unknown, runId: string): string | undefined {
  const type = toErrorType(error);
  if (type !== 'RunFailed' && type !== 'RunCancelled') return undefined;
  const { failure } = error as { failure?: { type: string } };
  switch (failure?.type) {
    // Their messages say what to change; the same again would be refused again.
    case terminalErrors.invalidInput:
    case terminalErrors.runPruned:
      return undefined;
    case terminalErrors.quarantineLimit:
      return [
        `which and why: headrace quarantine list --run ${runId}`,
        `once it is mended: headrace quarantine replay --run ${runId}`,
        `to publish without them: the same command with --id ${runId} and a higher --quarantine-limit`,
      ].join('\n');
    default:
      return `what it landed is kept; the same command with --id ${runId} goes on from there`;
  }
}
