import type { AnyPipelineContract } from '@headrace/contracts';
import { Command, type OptionValues, type Option } from 'commander';

import { UsageError } from '../errors/usage-error.ts';
import { findContract } from './arguments.ts';
import { addFlags, type Flag } from './flag.ts';
import { inputFlags, runFlags } from './run-flags.ts';

export interface PipelineCommand {
  /** As it is typed: `run`, `backfill create`. */
  readonly name: string;
  readonly summary: string;
  /** Flags of its own. */
  readonly own?: { readonly title: string; readonly flags: readonly Flag[] };
  /** The flags of the pipeline's fields; by their names by default. */
  readonly ofInput?: (contract: AnyPipelineContract) => readonly Flag[];
  /** The flags of its runs; those of any run by default. */
  readonly ofRun?: (contract: AnyPipelineContract) => readonly Flag[];
  /** The description of `--dry-run`. */
  readonly dryRun?: string;
  /** Called with flags that commander has parsed and nobody has checked. */
  readonly action: (contract: AnyPipelineContract, given: OptionValues) => Promise<void>;
}

/** Adds a command with one sub-command a pipeline, whose flags, help and checks come from its contract. */
export function addPipelineCommand(
  program: Command,
  pipelines: readonly AnyPipelineContract[],
  options: PipelineCommand,
): void {
  const { name, summary } = options;
  const command = program
    .command(name.split(' ').at(-1) ?? name)
    .summary(summary)
    .description(`${summary}\n\nFlags of a pipeline: headrace ${name} PIPELINE --help`)
    .usage('PIPELINE [flags]')
    .helpCommand(false)
    .argument('[pipeline]')
    .allowUnknownOption()
    .allowExcessArguments()
    .action((given: string | undefined) => refuse(pipelines, name, given));
  for (const contract of pipelines) command.addCommand(createSubcommand(command, contract, options));
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

function createSubcommand(parent: Command, contract: AnyPipelineContract, options: PipelineCommand): Command {
  const { own, ofInput = inputFlags, action } = options;
  const { ofRun = (of: AnyPipelineContract) => runFlags({ contract: of }) } = options;
  const { dryRun = 'check the flags, print the request, and start nothing' } = options;
  const command = new Command(contract.name)
    .copyInheritedSettings(parent)
    .description(contract.title)
    .usage('[flags]')
    .allowUnknownOption(false)
    .allowExcessArguments(false);
  if (own) addFlags(command.optionsGroup(own.title), own.flags);
  command.optionsGroup('Input:');
  addFlags(command, ofInput(contract));
  command.optionsGroup(own ? 'Each run:' : 'The run:');
  addFlags(command, ofRun(contract));
  command.optionsGroup('Output:');
  return command
    .option('--dry-run', dryRun)
    .option('--json', 'print one JSON document')
    .action((given: OptionValues) => action(contract, given));
}

/** Makes a command and those below it refuse a flag in the place of a flag's value: the value was forgotten. */
export function refuseSwallowedFlags(command: Command): void {
  for (const option of command.options) if (option.required) guard(option, command);
  for (const subcommand of command.commands) refuseSwallowedFlags(subcommand);
}

function guard(option: Option, { options }: Command): void {
  const { parseArg } = option;
  const flags = new Set(['--help', '-h', ...options.flatMap(({ long, short }) => [long, short])]);
  option.argParser((text, previous) => {
    if (flags.has(text)) throw new UsageError(`option '${option.flags}' argument missing, before ${text}`);
    return parseArg ? parseArg<unknown>(text, previous) : text;
  });
}
