import { CommanderError } from 'commander';

/** An error as `--json` prints it: its type, its message and its own fields. */
export interface ExplainedError {
  readonly type: string;
  readonly message: string;
  /** What to do about it, a line each. */
  readonly next?: string;
  readonly [field: string]: unknown;
}

/** What there is to say about what a command threw; `undefined` where all is said. */
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
