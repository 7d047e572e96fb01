import type { SettingsTable } from './setting.ts';
import { describeSettings } from './show-settings.ts';
import { temporalVariables } from './temporal-variables.ts';

export interface HelpOptions {
  /** How the process is called: `activity-worker [run | migrate]`. */
  readonly usage: string;
  readonly description: string;
}

/** What `--help` prints. */
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
