export { logSettings, type LogLevel, type LogSettings } from './logs/log-settings.ts';
export { StartFailure } from './process/start-failure.ts';
export {
  boolean,
  duration,
  integer,
  oneOf,
  socketAddress,
  text,
  url,
  type Kind,
  type AnySetting,
  type AnySettingsTable,
  type Setting,
  type SettingsTable,
} from './settings/setting.ts';
export {
  loadSettings,
  SettingsRefused,
  type Environment,
  type SettingsSource,
} from './settings/load-settings.ts';
export {
  settingsHelp,
  describeSettings,
  formatSettings,
  temporalVariables,
  type HelpOptions,
  type SettingDescription,
} from './settings/show-settings.ts';
export { connectClient, type ConnectClientOptions } from './temporal/connect-client.ts';
export {
  loadTemporalConfig,
  type TemporalConfig,
  type TemporalConfigOptions,
  type TemporalSecurity,
} from './temporal/temporal-config.ts';
export { TemporalUnreachable } from './temporal/temporal-unreachable.ts';
export { discoverSandbox, SandboxDown, type SandboxPlace } from './temporal/discover-sandbox.ts';
