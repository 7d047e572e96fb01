import { redact } from '@headrace/contracts';
import { parseArgs } from 'node:util';

import { closest, distance } from 'fastest-levenshtein';

import { type AnySetting, type AnySettingsTable, type SettingsTable } from './setting.ts';

/** Where settings are read from. */
export interface SettingsSource {
  /** Arguments after the program's own name and its command. */
  readonly argv: readonly string[];
  readonly env: Environment;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads every setting once: flag, then environment, then default. An empty environment variable is not set.
 * Throws `SettingsRefused` with all problems at once.
 */
export function loadSettings<Settings extends object>(
  table: SettingsTable<Settings>,
  source: SettingsSource,
): Readonly<Settings> {
  const settings: AnySettingsTable = { ...(table as AnySettingsTable) };
  const flags = readFlags(settings, source.argv);
  const problems = [...flags.problems];
  const values = Object.entries(settings).map(([name, setting]) => {
    const read = readSetting(setting, flags, source.env);
    if (read.problem) problems.push(read.problem);
    return [name, read.value];
  });
  if (problems.length > 0) throw new SettingsRefused(problems);
  return Object.freeze(Object.fromEntries(values)) as Settings;
}

function readSetting(
  setting: AnySetting,
  flags: Flags,
  env: Environment,
): { value?: unknown; problem?: string } {
  const given = readGiven(setting, flags, env);
  if (given === undefined) {
    return setting.required ? { problem: toMissing(setting) } : { value: setting.default };
  }
  const value = setting.kind.parse(given.text);
  if (value !== undefined) return { value };
  const shown = setting.secret ? 'a value (hidden)' : JSON.stringify(redact(given.text));
  return { problem: `${given.from} was given ${shown}; valid is ${setting.kind.valid}` };
}

function readGiven(
  setting: AnySetting,
  flags: Flags,
  env: Environment,
): { text: string; from: string } | undefined {
  const flag = setting.flag && flags.values.get(setting.flag);
  if (flag !== undefined && flag !== '') return { text: flag, from: `--${setting.flag}` };
  for (const name of variablesOf(setting)) {
    const variable = env[name];
    if (variable) return { text: variable, from: name };
  }
  return undefined;
}

function variablesOf({ env, lowerCaseFirst }: AnySetting): readonly string[] {
  if (env === undefined) return [];
  return lowerCaseFirst ? [env.toLowerCase(), env] : [env];
}

function toMissing({ flag, env, kind, description }: AnySetting): string {
  const names = [env, flag && `--${flag}`].filter(Boolean).join(' or ');
  return `${names} is required (${description}); valid is ${kind.valid}`;
}

/** The flags of a command line, as they were given. */
interface Flags {
  /** Text by flag, without its dashes. */
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** Reads `--flag value`, `--flag=value`, and `--flag` or `--no-flag` for a kind that stands alone. */
function readFlags(table: AnySettingsTable, argv: readonly string[]): Flags {
  const known = new Map(
    Object.values(table).flatMap(({ flag, kind }) => (flag ? [[flag, kind] as const] : [])),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries([...known].map(([flag, kind]) => [flag, toOption(kind.standsAlone)])),
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string>();
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional')
      problems.push(`${JSON.stringify(redact(token.value))} is not a flag; flags begin with --`);
    if (token.kind !== 'option') continue;
    const name = token.rawName.replace(/^--?/, '');
    const positive = name.replace(/^no-/, '');
    const standsAlone = known.get(positive)?.standsAlone;
    if (known.has(name) && (token.value !== undefined || standsAlone))
      values.set(name, token.value ?? 'true');
    else if (standsAlone && token.value === undefined) values.set(positive, 'false');
    else if (known.has(name)) problems.push(`--${name} needs a value; valid is ${known.get(name)?.valid}`);
    else problems.push(toUnknown(token.rawName, [...known.keys()]));
  }
  return { values, problems };
}

function toOption(standsAlone = false): { type: 'boolean' | 'string' } {
  return { type: standsAlone ? 'boolean' : 'string' };
}

function toUnknown(flag: string, known: readonly string[]): string {
  const name = flag.replace(/^-+/, '');
  const nearest = known.length > 0 ? closest(name, [...known]) : undefined;
  // Farther than that is not a slip of the fingers.
  const near = nearest !== undefined && distance(name, nearest) <= Math.max(2, name.length / 3);
  return `${flag} is not a flag of this process${near ? `; did you mean --${nearest}?` : '; see --help'}`;
}

/** Settings are missing or not valid. Ends a process with exit code 2. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
  /** One line each: the setting, the mistake, a valid form. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }

  /** One of contracts' kinds of errors. */
  get kind(): 'invalid' {
    return 'invalid';
  }
}
