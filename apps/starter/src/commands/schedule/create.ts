import type { ScheduleDefinition } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { findContract, checkScheduleName } from '../../flags/arguments.ts';
import { onFlag, readOn } from '../../flags/dataset-flags.ts';
import { addFlags, readFlags } from '../../flags/flag.ts';
import { policyFlags, toPolicies, readRunPart } from '../../flags/schedule-flags.ts';
import { readWhen, whenFlags } from '../../flags/when-flags.ts';
import { formatSchedule } from '../../output/schedules/schedule.ts';
import { toJson } from '../../output/text.ts';

const flags = [...whenFlags, onFlag, ...policyFlags];

export function addScheduleCreate(schedule: Command, context: CommandContext): void {
  const { terminal, connect } = context;
  const command = schedule
    .command('create')
    .description('Creates a schedule of a pipeline')
    .usage('NAME PIPELINE [flags]')
    .argument('[name]', 'names the schedule, and its part of the run ids')
    .argument('[pipeline]', 'what to run; its own flags: headrace schedule create NAME PIPELINE --help')
    // Help comes with the pipeline's own flags where there is a pipeline.
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments();
  addFlags(command, flags)
    .option('--json', 'print one JSON document')
    .action(async (_name: unknown, _pipeline: unknown, given: OptionValues) => {
      const definition = readDefinition(command, context, given);
      const headrace = await connect();
      const made = await headrace.schedules.create(definition);
      const { temporal } = headrace;
      terminal.say(`schedule ${made.definition.name} created (${temporal})`);
      terminal.print(given['json'] ? toJson({ ...made, temporal }) : formatSchedule(made));
    });
}

/** All of it is checked before anything connects. */
function readDefinition(
  command: Command,
  { pipelines }: CommandContext,
  given: OptionValues,
): ScheduleDefinition {
  const [name, pipeline, ...rest] = command.args;
  if (isFlag(name) || isFlag(pipeline)) {
    if (command.args.some((text) => text === '--help' || text === '-h')) command.help();
    const names = pipelines.map((contract) => contract.name).join(', ');
    throw new UsageError(
      `missing ${isFlag(name) ? 'name' : 'pipeline'}: headrace schedule create NAME PIPELINE [flags]; there are ${names}`,
    );
  }
  checkScheduleName(name);
  const contract = findContract(pipelines, pipeline);
  const ofRuns = readRunPart(contract, { parent: command, flags, rest });
  const values = readFlags(flags, given);
  return { name, pipeline, ...ofRuns, when: readOn(values) ?? readWhen(values), ...toPolicies(values) };
}

function isFlag(text: string | undefined): text is undefined {
  return text === undefined || text.startsWith('-');
}
