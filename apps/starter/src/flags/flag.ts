import {
  describe,
  durationExample,
  parseDuration,
  formatDuration,
  validateInput,
  type AnyInputSchema,
  type InputField,
} from '@headrace/contracts';
import { Option, type Command, type OptionValues } from 'commander';

import { UsageError } from '../errors/usage-error.ts';

/** A field of a schema as it is given on the command line. */
export interface Flag {
  /** With its dashes. */
  readonly name: string;
  readonly field: InputField & { readonly optional?: true };
  /** Given as `10m`; the field is in ms. */
  readonly duration?: boolean;
  /** May be given more than once; the texts are joined by `;`. */
  readonly repeated?: boolean;
  /** Shown as the default of a field that has none of its own. */
  readonly shownDefault?: string;
}

/** Adds the flags to a command; their values are checked by `readFlags`, all at once. */
export function addFlags(command: Command, flags: readonly Flag[]): Command {
  for (const flag of flags) for (const option of toOptions(flag)) command.addOption(option);
  return command;
}

/** What was given, by flag name. Throws `UsageError` with every problem. */
export function readFlags(flags: readonly Flag[], given: OptionValues): Readonly<Record<string, unknown>> {
  const values = flags.flatMap((flag) => {
    const text: unknown = given[toOption(flag).attributeName()];
    return text === undefined ? [] : [[flag, toValue(flag, text)] as const];
  });
  const problems = values.flatMap(([flag, value]) => check(flag, value));
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return Object.fromEntries(values.map(([flag, value]) => [flag.name, value]));
}

function toOptions(flag: Flag): Option[] {
  const { field, name } = flag;
  if (field.type !== 'boolean') return [toOption(flag)];
  return [toOption(flag), new Option(name.replace(/^--/, '--no-'), `not: ${field.description}`)];
}

function toOption(flag: Flag): Option {
  const { name, field } = flag;
  const shown = flag.shownDefault ?? field.default;
  const allowed = flag.duration ? `such as ${durationExample}` : describe(field);
  const notes = [allowed, ...(shown === undefined ? [] : [`default ${String(shown)}`])].join('; ');
  if (field.type === 'boolean') return new Option(name, `${field.description} (${notes})`);
  const option = new Option(`${name} <${toPlaceholder(flag)}>`, `${field.description} (${notes})`);
  return flag.repeated ? option.argParser(join) : option;
}

function join(text: string, before: unknown): string {
  return typeof before === 'string' ? `${before};${text}` : text;
}

const placeholders: Readonly<Record<string, string>> = { uri: 'url', name: 'name', interval: 'interval' };

function toPlaceholder({ duration, field }: Flag): string {
  if (duration) return 'duration';
  if (field.type !== 'string') return 'n';
  return field.format === undefined ? 'text' : (placeholders[field.format] ?? 'text');
}

/** Text that is no value of the field's type stays text, and is refused as such. */
function toValue({ duration, field }: Flag, given: unknown): unknown {
  if (typeof given !== 'string' || field.type === 'string' || field.type === 'boolean') return given;
  if (duration) return parseDuration(given) ?? given;
  return /^[+-]?\d+(\.\d+)?$/.test(given) ? Number(given) : given;
}

function check({ name, field, duration }: Flag, value: unknown): readonly string[] {
  const schema: AnyInputSchema = { [name]: field };
  const { problems } = validateInput(schema, { [name]: value });
  if (!duration || problems === undefined) return (problems ?? []).map(({ message }) => message);
  if (typeof value !== 'number')
    return [`${name}: ${JSON.stringify(value)} is not a duration such as ${durationExample}`];
  return [`${name}: ${formatDuration(value)} is not a duration${showBounds(field)}`];
}

function showBounds(field: Flag['field']): string {
  const { minimum, maximum } = field as { readonly minimum?: number; readonly maximum?: number };
  if (minimum !== undefined && maximum !== undefined)
    return ` from ${formatDuration(minimum)} to ${formatDuration(maximum)}`;
  if (minimum !== undefined) return ` of at least ${formatDuration(minimum)}`;
  return maximum === undefined ? '' : ` of at most ${formatDuration(maximum)}`;
}

/** `postedAfter` → `--posted-after`. */
export function toFlagName(field: string): string {
  return `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
