import type { AnySetting, AnySettingsTable, SettingsTable } from './setting.ts';

/** Settings by name as a log record shows them: secrets and passwords hidden, settings without a value left out. */
export function showSettings<Settings extends object>(
  table: SettingsTable<Settings>,
  settings: Settings,
): Readonly<Record<string, string>> {
  const shown = Object.entries(table as AnySettingsTable).flatMap(([name, setting]) => {
    const value = (settings as Readonly<Record<string, unknown>>)[name];
    return value === undefined ? [] : [[name, showValue(setting, value)]];
  });
  return Object.fromEntries(shown);
}

/** One line of a settings reference. */
export interface SettingDescription {
  readonly flag: string;
  readonly env: string;
  readonly valid: string;
  /** As text; `required` where the setting has to be given, empty where it may be left out. */
  readonly default: string;
  readonly description: string;
}

/** The table as text, for `--help` and the reference in the docs. */
export function describeSettings<Settings extends object>(
  table: SettingsTable<Settings>,
): readonly SettingDescription[] {
  return Object.values(table as AnySettingsTable).map((setting) => ({
    flag: setting.flag ? `--${setting.flag}` : '',
    env: setting.env ?? '',
    valid: setting.kind.valid,
    default: showDefault(setting),
    description: setting.description,
  }));
}

function showDefault(setting: AnySetting): string {
  if (setting.required) return 'required';
  return setting.default === undefined ? '' : showValue(setting, setting.default);
}

function showValue({ secret, kind }: AnySetting, value: unknown): string {
  return secret ? '***' : kind.show(value);
}
