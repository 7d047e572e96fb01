import { hidePassword } from './kind.ts';
import { readFlags, type Flags } from './read-flags.ts';
import type { AnySetting, AnySettingsTable, SettingsTable } from './setting.ts';
import { SettingsRefused } from './settings-refused.ts';

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
  const shown = setting.secret ? 'a value (hidden)' : JSON.stringify(hidePassword(given.text));
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
