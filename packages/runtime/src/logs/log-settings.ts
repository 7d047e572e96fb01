import { oneOf, type SettingsTable } from '../settings/setting.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

export interface LogSettings {
  readonly logLevel: LogLevel;
  readonly logFormat: 'auto' | 'json' | 'pretty';
}

export const logSettings: SettingsTable<LogSettings> = {
  logLevel: {
    flag: 'log-level',
    env: 'HEADRACE_LOG_LEVEL',
    kind: oneOf(['trace', 'debug', 'info', 'warn', 'error']),
    default: 'info',
    description: 'least important records to log',
  },
  logFormat: {
    flag: 'log-format',
    env: 'HEADRACE_LOG_FORMAT',
    kind: oneOf(['auto', 'json', 'pretty']),
    default: 'auto',
    description: 'how to log; auto is pretty on a terminal and JSON elsewhere',
  },
};
