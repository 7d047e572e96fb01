import {
  activityOverrides,
  batchOverrides,
  readInterval,
  runIdField,
  scheduleName,
  formatDuration,
  type ActivityOverrides,
  type AnyPipelineContract,
  type BatchLimits,
  type InputField,
  type RunOverrides,
} from '@headrace/contracts';
import type { StartOptions } from '@headrace/client';
import type { OptionValues } from 'commander';

import { UsageError } from '../errors/usage-error.ts';
import { afterFlag, readAfter } from './dataset-flags.ts';
import { readFlags, toFlagName, type Flag } from './flag.ts';

type RunOptions = Omit<StartOptions<AnyPipelineContract>, 'input'>;

const batchFlags: Readonly<Record<string, keyof BatchLimits>> = {
  '--batch-size': 'size',
  '--chunk-size': 'chunk',
  '--concurrency': 'concurrency',
  '--parallel': 'parallel',
  '--item-attempts': 'itemAttempts',
  '--item-timeout': 'itemTimeout',
};

const activityFlags: Readonly<Record<string, keyof ActivityOverrides>> = {
  '--attempts': 'maximumAttempts',
  '--attempt-timeout': 'attemptTimeout',
  '--total-timeout': 'totalTimeout',
  '--heartbeat-timeout': 'heartbeatTimeout',
};

const quarantineLimit: InputField = {
  type: 'number',
  minimum: 0,
  maximum: 1,
  description: 'share of the items that may be quarantined before the run fails',
};

const timeoutFlags: readonly Flag[] = [
  toDurationFlag('--run-timeout', { type: 'integer', minimum: 1_000, description: 'bound of one execution' }),
  toDurationFlag('--execution-timeout', {
    type: 'integer',
    minimum: 1_000,
    description: 'bound of the whole run',
  }),
];

const idFlag: Flag = {
  name: '--id',
  field: {
    ...runIdField,
    description: 'the run id; a run that has it is joined, or goes on where it failed',
  },
  shownDefault: "the pipeline's name and the time",
};

const incrementalFlag: Flag = {
  name: '--incremental',
  field: {
    type: 'boolean',
    description: 'list only what is new since the last run that published',
  },
};

const intervalFlags: readonly Flag[] = [
  {
    name: '--interval',
    field: { type: 'string', format: 'interval', description: 'the stretch of time that the run works on' },
  },
  {
    name: '--schedule',
    field: {
      ...scheduleName,
      description:
        "the schedule that the run is of; with an interval, the run id is that of the schedule's run",
    },
  },
];

/** The flags of one pipeline's fields. */
export function inputFlags(contract: AnyPipelineContract): Flag[] {
  return Object.entries(contract.input).map(([name, field]) => ({ name: toFlagName(name), field }));
}

/** The flags that every run has; without a contract, those of a replay. */
export function runFlags(contract?: AnyPipelineContract): Flag[] {
  const { batch, quarantineLimit: limit, watermark } = contract ?? {};
  return [
    idFlag,
    ...(contract ? [...intervalFlags, afterFlag] : []),
    ...(watermark ? [incrementalFlag] : []),
    ...Object.entries(batchFlags).map(([name, field]) => {
      const flag = toFlag(name, batchOverrides[field]);
      return { ...flag, shownDefault: batch ? showLimit(flag, batch[field]) : "the pipeline's" };
    }),
    { name: '--quarantine-limit', field: quarantineLimit, shownDefault: String(limit ?? 1) },
    ...Object.entries(activityFlags).map(([name, field]) => toFlag(name, activityOverrides[field])),
    ...timeoutFlags,
  ];
}

/** What a command line asks of a run. Throws `UsageError` with every problem. */
export function readStartOptions(
  contract: AnyPipelineContract,
  given: OptionValues,
): StartOptions<AnyPipelineContract> {
  const values = readFlags([...inputFlags(contract), ...runFlags(contract)], given);
  const input = Object.keys(contract.input).flatMap((name) =>
    toFlagName(name) in values ? [[name, values[toFlagName(name)]]] : [],
  );
  return { input: Object.fromEntries(input), ...toRunOptions(values, given) };
}

/** What a command line says of the run itself; its values are those of `readFlags`. */
export function toRunOptions(values: Readonly<Record<string, unknown>>, given: OptionValues): RunOptions {
  const { again } = given as { again?: boolean };
  const overrides = readOverrides(values);
  return {
    ...(Object.keys(overrides).length > 0 && { overrides }),
    ...(again && { again }),
    ...readIntervalFlag(values),
    ...readAfterFlag(values),
    ...pick(values, {
      '--id': 'id',
      '--incremental': 'incremental',
      '--schedule': 'schedule',
      '--run-timeout': 'runTimeout',
      '--execution-timeout': 'executionTimeout',
    }),
  };
}

function readAfterFlag({ '--after': text }: Readonly<Record<string, unknown>>): RunOptions {
  return typeof text === 'string' ? { after: readAfter(text) } : {};
}

function readIntervalFlag(values: Readonly<Record<string, unknown>>): RunOptions {
  const { '--interval': text, '--schedule': schedule } = values;
  const interval = typeof text === 'string' ? readInterval(text) : undefined;
  if (interval !== undefined) return { interval };
  if (schedule === undefined) return {};
  throw new UsageError(
    `--schedule: ${String(schedule)} is given without --interval; give the one that the run is of`,
  );
}

function readOverrides(values: Readonly<Record<string, unknown>>): RunOverrides {
  const batch = pick(values, batchFlags);
  const activity = pick(values, activityFlags);
  return {
    ...(Object.keys(batch).length > 0 && { batch }),
    ...(Object.keys(activity).length > 0 && { activity }),
    ...pick(values, { '--quarantine-limit': 'quarantineLimit' }),
  };
}

function pick(values: Readonly<Record<string, unknown>>, names: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(names).flatMap(([flag, field]) => (flag in values ? [[field, values[flag]]] : [])),
  );
}

function toFlag(name: string, field: InputField): Flag {
  return name.endsWith('-timeout') ? toDurationFlag(name, field) : { name, field };
}

function showLimit({ duration }: Flag, value: number): string {
  return duration ? formatDuration(value) : String(value);
}

function toDurationFlag(name: string, field: InputField): Flag {
  return { name, duration: true, field: { ...field, description: field.description.replace(', in ms', '') } };
}
