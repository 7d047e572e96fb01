import {
  isTimed,
  type OptionsOf,
  type RunOverrides,
  type Schedule,
  type ScheduleDefinition,
  type When,
} from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { findContract, checkScheduleName } from '../../flags/arguments.ts';
import { onFlag, readOn } from '../../flags/dataset-flags.ts';
import { addFlags, readFlags } from '../../flags/flag.ts';
import { changeFlags, toPolicies, readRunPart } from '../../flags/schedule-flags.ts';
import { hasWhen, readWhen, whenFlags } from '../../flags/when-flags.ts';
import { formatSchedule } from '../../output/schedules/schedule.ts';
import { toJson } from '../../output/text.ts';

const flags = [...whenFlags, onFlag, ...changeFlags];

export function addScheduleUpdate(schedule: Command, context: CommandContext): void {
  const { terminal, connect } = context;
  const command = schedule
    .command('update')
    .description('Changes a schedule; what is not given stays')
    .usage('NAME [flags]')
    .argument(
      '[name]',
      "the schedule; its pipeline's own flags: headrace schedule create NAME PIPELINE --help",
    )
    .allowUnknownOption()
    .allowExcessArguments();
  addFlags(command, flags)
    .option('--json', 'print one JSON document')
    .action(async (_name: unknown, given: OptionValues) => {
      const name = readName(command, given);
      readOn(readFlags(flags, given));
      const { schedules } = await connect();
      const { definition } = await schedules.describe(name);
      const changed = await schedules.update(name, toChanged(definition, { command, context, given }));
      terminal.print(given['json'] ? toJson(changed) : formatSchedule(changed));
    });
}

function readName({ args }: Command, given: OptionValues): string {
  const [name = '-'] = args;
  if (name.startsWith('-')) throw new UsageError('missing name: headrace schedule update NAME [flags]');
  const isChange = args.length > 1 || Object.keys(given).some((flag) => flag !== 'json');
  if (!isChange) throw new UsageError('nothing to change was given; see: headrace schedule update --help');
  return checkScheduleName(name);
}

interface ChangeOptions {
  readonly command: Command;
  readonly context: CommandContext;
  readonly given: OptionValues;
}

/** Merges the given values into the existing definition. */
function toChanged(definition: Schedule, { command, context, given }: ChangeOptions): ScheduleDefinition {
  const contract = findContract(context.pipelines, definition.pipeline);
  const ofRuns = readRunPart(contract, { parent: command, flags, rest: command.args.slice(1) });
  const values = readFlags(flags, given);
  const when = readOn(values) ?? changeWhen(definition.when, values);
  const { overlap, catchUp, jitter, pauseOnFailure, ...others } = definition;
  const policies = isTimed(when) ? { overlap, catchUp, jitter, pauseOnFailure } : {};
  return { ...others, ...mergeRunPart(definition, ofRuns), when, ...policies, ...toPolicies(values) };
}

function changeWhen(before: When, values: Readonly<Record<string, unknown>>): When {
  if (isTimed(before)) return readWhen(values, before);
  return hasWhen(values) ? readWhen(values) : before;
}

function mergeRunPart(
  before: ScheduleDefinition,
  { input, overrides, ...others }: OptionsOf<'schedule'>,
): OptionsOf<'schedule'> {
  return {
    ...others,
    ...(input && { input: { ...before.input, ...input } }),
    ...(overrides && { overrides: mergeOverrides(before.overrides, overrides) }),
  };
}

function mergeOverrides(
  before: RunOverrides = {},
  { batch, activity, ...others }: RunOverrides,
): RunOverrides {
  return {
    ...before,
    ...others,
    ...(batch && { batch: { ...before.batch, ...batch } }),
    ...(activity && { activity: { ...before.activity, ...activity } }),
  };
}
