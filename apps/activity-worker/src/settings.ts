import { sourceSettings } from '@headrace/activities';
import type { RequestBudget } from '@headrace/contracts';
import { boolean, duration, integer, text, url, type SettingsTable } from '@headrace/runtime';
import { createWorkerSettings, type WorkerSettings } from '@headrace/runtime/worker';

import { budget, databaseUrl, proxyUrl } from './kinds.ts';

export interface ActivityWorkerSettings extends WorkerSettings, SourceUrls, SourceBudgets {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly datasetSchema: string;
  readonly migrate: boolean;
  readonly activitySlots: number;
  /** ms */
  readonly progressTimeout: number;
  /** ms */
  readonly httpTimeout: number;
  readonly httpMaxBytes: number;
  readonly httpProxy: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;
}

/** Base URLs of the sources, by pipeline. */
type SourceUrls = Readonly<Record<`source:${string}`, string>>;

/** Budgets of the sources' hosts in place of the contracts', by pipeline. */
type SourceBudgets = Readonly<Record<`budget:${string}`, RequestBudget | 'none' | undefined>>;

const sourceUrlSettings: SettingsTable<SourceUrls> = Object.fromEntries(
  sourceSettings.map(({ pipeline, variable, default: publicUrl }) => [
    `source:${pipeline}`,
    {
      flag: `${pipeline}-url`,
      env: variable,
      kind: url('https', 'http'),
      default: publicUrl,
      description: `base URL of the source of ${pipeline}`,
    },
  ]),
);

const sourceBudgetSettings: SettingsTable<SourceBudgets> = Object.fromEntries(
  sourceSettings.map((source) => [
    `budget:${source.pipeline}`,
    {
      flag: `${source.pipeline}-budget`,
      env: source.budgetVariable,
      kind: budget(),
      ...(source.budget && { default: source.budget }),
      description: `what all workers together ask the host of ${source.pipeline} at most`,
    },
  ]),
);

export const activityWorkerSettings: SettingsTable<ActivityWorkerSettings> = {
  databaseUrl: {
    env: 'DATABASE_URL',
    kind: databaseUrl(),
    required: true,
    description: 'Postgres of the control tables and the datasets',
  },
  poolSize: {
    flag: 'pool-size',
    env: 'HEADRACE_POOL_SIZE',
    kind: integer(1, 1_000),
    default: 10,
    description:
      'connections to Postgres at most; as many as activity slots, or batches wait for one another',
  },
  datasetSchema: {
    flag: 'dataset-schema',
    env: 'HEADRACE_DATASET_SCHEMA',
    kind: text(),
    default: 'public',
    description: 'Postgres schema of the datasets',
  },
  migrate: {
    flag: 'migrate',
    env: 'HEADRACE_MIGRATE',
    kind: boolean(),
    default: true,
    description: 'bring the tables up to date at start; without it, run `activity-worker migrate` before',
  },
  activitySlots: {
    flag: 'activity-slots',
    env: 'HEADRACE_ACTIVITY_SLOTS',
    kind: integer(1, 1_000),
    // At 32 requests a batch that is 256 in flight, what one processor parses; the SDK's 100 would be 3,200.
    default: 8,
    description: 'batches worked on at once',
  },
  progressTimeout: {
    flag: 'progress-timeout',
    env: 'HEADRACE_PROGRESS_TIMEOUT',
    kind: duration(1_000, 86_400_000),
    default: 600_000,
    description: 'how long an attempt may go without progress before it is ended and retried',
  },
  httpTimeout: {
    flag: 'http-timeout',
    env: 'HEADRACE_HTTP_TIMEOUT',
    kind: duration(1, 600_000),
    default: 30_000,
    description: 'bound of one request to a source, redirects and body included',
  },
  httpMaxBytes: {
    flag: 'http-max-bytes',
    env: 'HEADRACE_HTTP_MAX_BYTES',
    kind: integer(1, 1_073_741_824),
    default: 4 * 1_048_576,
    description: "bytes of a source's answer, decoded",
  },
  httpProxy: {
    env: 'HTTP_PROXY',
    lowerCaseFirst: true,
    kind: proxyUrl(),
    description: 'proxy of http sources; of https sources too, where HTTPS_PROXY is not set',
  },
  httpsProxy: {
    env: 'HTTPS_PROXY',
    lowerCaseFirst: true,
    kind: proxyUrl(),
    description: 'proxy of https sources, which are reached through it with CONNECT',
  },
  noProxy: {
    env: 'NO_PROXY',
    lowerCaseFirst: true,
    kind: text(),
    description:
      'hosts asked without a proxy, with commas between them, such as .internal or *; those of this machine always are',
  },
  ...sourceUrlSettings,
  ...sourceBudgetSettings,
  ...createWorkerSettings({ healthPort: 8082 }),
};
