import {
  describe,
  durationExample,
  formatDuration,
  isTime,
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
  /** Where its value stands in what is asked, outermost first. */
  readonly path?: readonly string[];
  /** Turns the text into a value, once the field allows the text. Throws `UsageError`. */
  readonly parse?: (text: string) => unknown;
  /** Whether `--no-…` says no; true by default of a field that is true or false. */
  readonly negatable?: boolean;
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

/** Reads the given values by flag name. Throws `UsageError` with every problem. */
export function readFlags(flags: readonly Flag[], given: OptionValues): Readonly<Record<string, unknown>> {
  const values = flags.flatMap((flag) => {
    const value: unknown = given[toOption(flag).attributeName()];
    return value === undefined ? [] : [{ flag, ...check(flag, value) }];
  });
  const problems = values.flatMap((value) => value.problems);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return Object.fromEntries(
    values.map(({ flag, value }) => [
      flag.name,
      flag.parse && typeof value === 'string' ? flag.parse(value) : value,
    ]),
  );
}

/** Reads the given values into a request, by the flags' paths. Throws `UsageError` with every problem. */
export function readRequest(flags: readonly Flag[], given: OptionValues): Readonly<Record<string, unknown>> {
  const values = readFlags(flags, given);
  const request: Fields = {};
  for (const { name, path = [name] } of flags) {
    const last = path.at(-1);
    if (!(name in values) || last === undefined) continue;
    let fields = request;
    for (const part of path.slice(0, -1)) fields = (fields[part] ??= {}) as Fields;
    fields[last] = values[name];
  }
  return request;
}

type Fields = Record<string, unknown>;

function toOptions(flag: Flag): Option[] {
  const { field, name, negatable = true } = flag;
  if (field.type !== 'boolean' || !negatable) return [toOption(flag)];
  return [toOption(flag), new Option(name.replace(/^--/, '--no-'), `not: ${field.description}`)];
}

function toOption(flag: Flag): Option {
  const { name, field } = flag;
  const allowed = isTime(field) ? `such as ${durationExample}` : describe(field);
  const shown = flag.shownDefault ?? formatDefault(field);
  const notes = [allowed, ...(shown === undefined ? [] : [`default ${shown}`])].join('; ');
  if (field.type === 'boolean') {
    return new Option(name, flag.negatable === false ? field.description : `${field.description} (${notes})`);
  }
  const option = new Option(`${name} <${toPlaceholder(field)}>`, `${field.description} (${notes})`);
  return flag.repeated ? option.argParser(join) : option;
}

function formatDefault(field: InputField): string | undefined {
  if (field.default === undefined) return undefined;
  return isTime(field) ? formatDuration(Number(field.default)) : String(field.default);
}

function join(text: string, before: unknown): string {
  return typeof before === 'string' ? `${before};${text}` : text;
}

const placeholders: Readonly<Record<string, string>> = { uri: 'url', name: 'name', interval: 'interval' };

function toPlaceholder(field: InputField): string {
  if (isTime(field)) return 'duration';
  if (field.type !== 'string') return 'n';
  return field.format === undefined ? 'text' : (placeholders[field.format] ?? 'text');
}

interface CheckedFlag {
  readonly value: unknown;
  readonly problems: readonly string[];
}

function check({ name, field }: Flag, given: unknown): CheckedFlag {
  const schema: AnyInputSchema = { [name]: field };
  const value = field.type === 'number' || field.type === 'integer' ? toNumber(field, given) : given;
  const { input, problems = [] } = validateInput(schema, { [name]: value }, { durations: true });
  return { value: input?.[name], problems: problems.map(({ message }) => message) };
}

/** Text that is no number stays text, and is refused as such. */
function toNumber(field: InputField, given: unknown): unknown {
  if (typeof given !== 'string' || isTime(field)) return given;
  return /^[+-]?\d+(\.\d+)?$/.test(given) ? Number(given) : given;
}

/** `postedAfter` → `--posted-after`. */
export function toFlagName(field: string): string {
  return `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
