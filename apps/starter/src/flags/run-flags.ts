import type { StartOptions } from '@headrace/client';
import {
  activityOverrides,
  batchOverrides,
  formatDuration,
  isTime,
  listRunOptions,
  outcomeOverrides,
  readInterval,
  runOptions,
  startFields,
  type AnyInputSchema,
  type AnyPipelineContract,
  type AnyRunOption,
  type Asker,
  type InputField,
} from '@headrace/contracts';
import type { OptionValues } from 'commander';

import { afterFlag } from './dataset-flags.ts';
import { readRequest, toFlagName, type Flag } from './flag.ts';

/** A field of what is asked of a run, as a flag. */
export interface RunFlag extends Flag {
  readonly path: readonly string[];
}

/** The flags of one pipeline's fields. */
export function inputFlags(contract: AnyPipelineContract): RunFlag[] {
  return toFlags(contract.input, ['input']);
}

export interface RunFlagsOptions {
  /** Default `run`. */
  readonly asker?: Asker;
  /** The pipeline, where it is known: what it has no use for is left out, and its defaults are shown. */
  readonly contract?: AnyPipelineContract;
}

/** The flags of what an asker may say of its runs, beside the pipeline's own. */
export function runFlags({ asker = 'run', contract }: RunFlagsOptions): RunFlag[] {
  const { id, ...timeouts } = startFields;
  const isOneRun = asker === 'run' || asker === 'replay';
  return [
    ...(isOneRun ? toFlags({ id }, []).map(withIdDefault) : []),
    ...listRunOptions(asker)
      .filter(({ needs }) => needs === undefined || contract?.[needs] !== undefined)
      .flatMap((option) => toOptionFlags(option, contract)),
    ...(isOneRun ? toFlags(timeouts, []) : []),
  ];
}

/** Reads the command line of a run. Throws `UsageError` with every problem. */
export function readStartOptions(
  contract: AnyPipelineContract,
  given: OptionValues,
): StartOptions<AnyPipelineContract> {
  return { input: {}, ...readRequest([...inputFlags(contract), ...runFlags({ contract })], given) };
}

function withIdDefault(flag: RunFlag): RunFlag {
  return { ...flag, shownDefault: "the pipeline's name and the time" };
}

function toOptionFlags(
  { name, field, askers }: AnyRunOption,
  contract: AnyPipelineContract | undefined,
): RunFlag[] {
  // A schedule that says yes can be changed to say no; one run needs no flag for what is so without.
  if (field) return toFlags({ [name]: field }, []).map((flag) => ({ ...flag, negatable: askers.schedule }));
  if (name === 'interval') return [intervalFlag];
  if (name === 'after') return [{ ...afterFlag, path: [name] }];
  return name === 'overrides' ? overrideFlags(contract) : [];
}

const intervalFlag: RunFlag = {
  name: '--interval',
  field: { type: 'string', format: 'interval', description: runOptions.interval.description },
  path: ['interval'],
  parse: readInterval,
};

function overrideFlags(contract: AnyPipelineContract | undefined): RunFlag[] {
  const limit = String(contract?.quarantineLimit ?? 1);
  return [
    ...toFlags(batchOverrides, ['overrides', 'batch']).map((flag) => ({
      ...flag,
      shownDefault: contract ? formatBatchDefault(contract, flag) : "the pipeline's",
    })),
    ...toFlags(outcomeOverrides, ['overrides']).map((flag) => ({ ...flag, shownDefault: limit })),
    ...toFlags(activityOverrides, ['overrides', 'activity']),
  ];
}

function formatBatchDefault({ batch }: AnyPipelineContract, { field, path }: RunFlag): string {
  const limit = batch[path.at(-1) as keyof typeof batch];
  return isTime(field) ? formatDuration(limit) : String(limit);
}

function toFlags(fields: AnyInputSchema, above: readonly string[]): RunFlag[] {
  return Object.entries(fields).map(([name, field]: [string, InputField & { optional?: true }]) => ({
    name: toFlagName(field.flag ?? name),
    field,
    path: [...above, name],
  }));
}
