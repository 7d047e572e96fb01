import { logSettings, type LogSettings } from '../logs/log-settings.ts';
import { duration, integer, socketAddress, text, type SettingsTable } from '../settings/setting.ts';

/** The settings of every worker. */
export interface WorkerSettings extends LogSettings {
  readonly healthHost: string;
  readonly healthPort: number;
  readonly metricsAddress: string | undefined;
  /** ms */
  readonly gracePeriod: number;
  /** ms */
  readonly temporalWait: number;
}

export interface WorkerDefaults {
  readonly healthPort: number;
}

export function createWorkerSettings({ healthPort }: WorkerDefaults): SettingsTable<WorkerSettings> {
  return {
    healthHost: {
      flag: 'health-host',
      env: 'HEADRACE_HEALTH_HOST',
      kind: text(),
      default: '127.0.0.1',
      description: 'where /healthz and /readyz listen; 0.0.0.0 in a container',
    },
    healthPort: {
      flag: 'health-port',
      env: 'HEADRACE_HEALTH_PORT',
      kind: integer(0, 65_535),
      default: healthPort,
      description: 'port of /healthz and /readyz; 0 takes a free one',
    },
    metricsAddress: {
      flag: 'metrics-address',
      env: 'HEADRACE_METRICS_ADDRESS',
      kind: socketAddress(),
      description: "where the Temporal SDK's Prometheus metrics are served; not served when left out",
    },
    gracePeriod: {
      flag: 'grace-period',
      env: 'HEADRACE_GRACE_PERIOD',
      kind: duration(0, 3_600_000),
      default: 30_000,
      description: 'how long work in flight may go on after SIGTERM, before it is handed back within 5s more',
    },
    temporalWait: {
      flag: 'temporal-wait',
      env: 'HEADRACE_TEMPORAL_WAIT',
      kind: duration(0, 3_600_000),
      default: 60_000,
      description: 'how long to wait at start for a Temporal that does not answer',
    },
    ...logSettings,
  };
}
