export { logSettings, type LogLevel, type LogSettings } from './logs/log-settings.ts';
export { StartFailure } from './process/start-failure.ts';
export {
  boolean,
  duration,
  hidePassword,
  integer,
  oneOf,
  socketAddress,
  text,
  url,
  type Kind,
} from './settings/kind.ts';
export { loadSettings, type Environment, type SettingsSource } from './settings/load-settings.ts';
export type { AnySetting, AnySettingsTable, Setting, SettingsTable } from './settings/setting.ts';
export { settingsHelp, type HelpOptions } from './settings/settings-help.ts';
export { SettingsRefused } from './settings/settings-refused.ts';
export { describeSettings, showSettings, type SettingDescription } from './settings/show-settings.ts';
export { temporalVariables } from './settings/temporal-variables.ts';
export { connectClient, type ConnectClientOptions } from './temporal/connect-client.ts';
export {
  loadTemporalConfig,
  type TemporalConfig,
  type TemporalConfigOptions,
  type TemporalSecurity,
} from './temporal/temporal-config.ts';
export { TemporalUnreachable } from './temporal/temporal-unreachable.ts';
