import {
  scheduleFields,
  schedulePolicies,
  type OptionsOf,
  type ScheduleDefinition,
  type SchedulePolicies,
  type AnyPipelineContract,
} from '@headrace/contracts';
import { Command } from 'commander';

import { addFlags, readRequest, toFlagName, type Flag } from './flag.ts';
import { inputFlags, runFlags } from './run-flags.ts';

const named = { ...schedulePolicies, paused: scheduleFields.paused, note: scheduleFields.note };

type PolicyFields = Partial<SchedulePolicies> & Pick<ScheduleDefinition, 'paused' | 'note'>;

/** The flags of how a schedule acts. */
export const policyFlags: readonly Flag[] = Object.entries(named).map(([name, field]) => ({
  name: toFlagName(name),
  field,
}));

/** The policy flags of an existing schedule. */
export const changeFlags: readonly Flag[] = policyFlags.map((flag) => {
  return flag.field.default === undefined ? flag : { ...flag, shownDefault: 'as it is' };
});

/** Picks the policies from values of `readFlags`. */
export function toPolicies(values: Readonly<Record<string, unknown>>): PolicyFields {
  const given = Object.keys(named).flatMap((name) =>
    toFlagName(name) in values ? [[name, values[toFlagName(name)]]] : [],
  );
  return Object.fromEntries(given) as PolicyFields;
}

export interface RestOptions {
  /** The command whose flags the rest has, too. */
  readonly parent: Command;
  readonly flags: readonly Flag[];
  /** The part of the command line that the parent does not know. */
  readonly rest: readonly string[];
}

/** Parses what a schedule's command line says of its runs. Throws what commander and `readFlags` throw. */
export function readRunPart(contract: AnyPipelineContract, options: RestOptions): OptionsOf<'schedule'> {
  const given = createRunCommand(contract, options).parse(options.rest, { from: 'user' }).opts();
  return readRequest([...inputFlags(contract), ...runFlags({ asker: 'schedule', contract })], given);
}

/** All flags of the command line, so that a slip of the fingers is told from a flag, and the help has them. */
function createRunCommand(contract: AnyPipelineContract, { parent, flags }: RestOptions): Command {
  const command = new Command(parent.name())
    .copyInheritedSettings(parent)
    .helpOption('-h, --help', 'display help for command')
    .description(`${parent.description()}: ${contract.title}`)
    .usage(parent.usage())
    .allowUnknownOption(false)
    .allowExcessArguments(false);
  command.parent = parent.parent;
  command.optionsGroup('Input:');
  addFlags(command, inputFlags(contract));
  command.optionsGroup('Each run:');
  addFlags(command, runFlags({ asker: 'schedule', contract }));
  command.optionsGroup('The schedule:');
  return addFlags(command, flags).option('--json', 'print one JSON document');
}
