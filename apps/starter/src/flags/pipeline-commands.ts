import type { AnyPipelineContract } from '@headrace/contracts';
import { Command, type OptionValues } from 'commander';

import { UsageError } from '../errors/usage-error.ts';
import { findContract } from './find-contract.ts';
import { addFlags } from './flag.ts';
import { inputFlags, runFlags } from './run-flags.ts';

export interface PipelineCommand {
  readonly name: 'run' | 'start';
  readonly summary: string;
  /** Called with flags that commander has parsed and nobody has checked. */
  readonly action: (contract: AnyPipelineContract, given: OptionValues) => Promise<void>;
}

/** Adds a command with one sub-command a pipeline, whose flags, help and checks come from its contract. */
export function addPipelineCommand(
  program: Command,
  pipelines: readonly AnyPipelineContract[],
  { name, summary, action }: PipelineCommand,
): void {
  const command = program
    .command(name)
    .summary(summary)
    .description(`${summary}\n\nFlags of a pipeline: headrace ${name} PIPELINE --help`)
    .usage('PIPELINE [flags]')
    .helpCommand(false)
    .argument('[pipeline]')
    .allowUnknownOption()
    .allowExcessArguments()
    .action((given: string | undefined) => refuse(pipelines, name, given));
  for (const contract of pipelines) command.addCommand(createSubcommand(command, contract, action));
}

function refuse(
  pipelines: readonly AnyPipelineContract[],
  command: string,
  given: string | undefined,
): never {
  if (given !== undefined && !given.startsWith('-')) findContract(pipelines, given);
  const names = pipelines.map((pipeline) => pipeline.name).join(', ');
  throw new UsageError(`missing pipeline: headrace ${command} PIPELINE [flags]; there are ${names}`);
}

function createSubcommand(
  parent: Command,
  contract: AnyPipelineContract,
  action: PipelineCommand['action'],
): Command {
  const command = new Command(contract.name)
    .copyInheritedSettings(parent)
    .description(contract.title)
    .usage('[flags]')
    .allowUnknownOption(false)
    .allowExcessArguments(false);
  command.optionsGroup('Input:');
  addFlags(command, inputFlags(contract));
  command.optionsGroup('The run:');
  command.option('--again', 'start over under an id that was used before');
  addFlags(command, runFlags(contract));
  command.optionsGroup('Output:');
  return command
    .option('--dry-run', 'check the flags, print the request, and start nothing')
    .option('--json', 'print one JSON document')
    .action((given: OptionValues) => action(contract, given));
}
