import type { AnySetting, AnySettingsTable, SettingsTable } from './setting.ts';

/** Settings by name as a log record shows them: secrets and passwords hidden, settings without a value left out. */
export function formatSettings<Settings extends object>(
  table: SettingsTable<Settings>,
  settings: Settings,
): Readonly<Record<string, string>> {
  const shown = Object.entries(table as AnySettingsTable).flatMap(([name, setting]) => {
    const value = (settings as Readonly<Record<string, unknown>>)[name];
    return value === undefined ? [] : [[name, formatValue(setting, value)]];
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
    default: formatDefault(setting),
    description: setting.description,
  }));
}

function formatDefault(setting: AnySetting): string {
  if (setting.required) return 'required';
  return setting.default === undefined ? '' : formatValue(setting, setting.default);
}

function formatValue({ secret, kind }: AnySetting, value: unknown): string {
  return secret ? '***' : kind.show(value);
}

export interface HelpOptions {
  /** How the process is called: `activity-worker [run | migrate]`. */
  readonly usage: string;
  readonly description: string;
}

/** The text of `--help`. */
export function settingsHelp<Settings extends object>(
  table: SettingsTable<Settings>,
  options: HelpOptions,
): string {
  const settings = describeSettings(table).map((setting) => {
    const names = [setting.flag, setting.env].filter(Boolean).join(', ');
    const fallback =
      setting.default && `; ${setting.default === 'required' ? 'required' : `default ${setting.default}`}`;
    return `  ${names}\n      ${setting.description}\n      ${setting.valid}${fallback}`;
  });
  const variables = Object.entries(temporalVariables).map(([name, about]) => `  ${name}\n      ${about}`);
  return [
    `${options.usage} [flags]`,
    options.description,
    'Settings: the flag, then the environment variable, then the default.',
    ...settings,
    'The connection to Temporal:',
    ...variables,
  ].join('\n\n');
}

/** Variables of Temporal's own environment configuration, which every Temporal SDK and its CLI read. */
export const temporalVariables: Readonly<Record<string, string>> = {
  TEMPORAL_ADDRESS: 'host:port of the Temporal server; default localhost:7233',
  TEMPORAL_NAMESPACE: 'namespace; default default',
  TEMPORAL_API_KEY: 'API key; turns TLS on, unless TEMPORAL_TLS is false',
  TEMPORAL_TLS: 'true or false',
  TEMPORAL_TLS_CLIENT_CERT_PATH: 'client certificate file; also …_DATA',
  TEMPORAL_TLS_CLIENT_KEY_PATH: 'client key file; also …_DATA',
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: "the server's CA certificate file; also …_DATA",
  TEMPORAL_TLS_SERVER_NAME: 'host name to expect in the certificate of the server',
  'TEMPORAL_GRPC_META_…': 'header of every call, by its name with underscores; for a gateway in between',
  TEMPORAL_CONFIG_FILE:
    'TOML file of profiles; default temporalio/temporal.toml in the user configuration folder',
  TEMPORAL_PROFILE: 'profile in that file; default default',
};
