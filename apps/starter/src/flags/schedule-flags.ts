import {
  scheduleFields,
  schedulePolicies,
  formatDuration,
  type ScheduleDefinition,
  type SchedulePolicies,
  type AnyPipelineContract,
} from '@headrace/contracts';
import { Command } from 'commander';

import { toFlagName, addFlags, type Flag } from './flag.ts';
import { inputFlags, readStartOptions, runFlags } from './run-flags.ts';

const durations: ReadonlySet<string> = new Set(['catchUp', 'jitter']);
const named = { ...schedulePolicies, paused: scheduleFields.paused, note: scheduleFields.note };

type PolicyFields = Partial<SchedulePolicies> & Pick<ScheduleDefinition, 'paused' | 'note'>;

/** The flags of how a schedule acts. */
export const policyFlags: readonly Flag[] = Object.entries(named).map(([name, field]) => {
  const flag: Flag = { name: toFlagName(name), field };
  if (!durations.has(name)) return flag;
  const description = field.description.replace(', in ms', '');
  const shownDefault = formatDuration(Number(field.default));
  return { ...flag, duration: true, field: { ...field, description }, shownDefault };
});

/** The same for a schedule that is there. */
export const changeFlags: readonly Flag[] = policyFlags.map((flag) => {
  return flag.field.default === undefined ? flag : { ...flag, shownDefault: 'as it is' };
});

/** What values of `readFlags` say of how a schedule acts. */
export function toPolicies(values: Readonly<Record<string, unknown>>): PolicyFields {
  const given = Object.keys(named).flatMap((name) =>
    toFlagName(name) in values ? [[name, values[toFlagName(name)]]] : [],
  );
  return Object.fromEntries(given) as PolicyFields;
}

/** What a schedule has of each of its runs. */
export type RunPart = Pick<ScheduleDefinition, 'input' | 'overrides' | 'incremental' | 'after'>;

export interface RestOptions {
  /** The command whose flags the rest has, too. */
  readonly parent: Command;
  readonly flags: readonly Flag[];
  /** What of the command line the parent does not know. */
  readonly rest: readonly string[];
}

/** What a run is given by its schedule, and what Temporal's schedules do not bound. */
const ofOneRun: ReadonlySet<string> = new Set([
  '--id',
  '--interval',
  '--schedule',
  '--run-timeout',
  '--execution-timeout',
]);

/** The flags of a scheduled run. */
function scheduledRunFlags(contract: AnyPipelineContract): Flag[] {
  return runFlags(contract).filter(({ name }) => !ofOneRun.has(name));
}

/** Parses what a schedule's command line says of its runs. Throws what commander and `readFlags` throw. */
export function readRunPart(contract: AnyPipelineContract, options: RestOptions): RunPart {
  const given = createRunCommand(contract, options).parse(options.rest, { from: 'user' }).opts();
  const { input, overrides, incremental, after } = readStartOptions(contract, given) as RunPart;
  return {
    ...(input && Object.keys(input).length > 0 && { input }),
    ...(overrides && { overrides }),
    ...(incremental !== undefined && { incremental }),
    ...(after && { after }),
  };
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
  addFlags(command, scheduledRunFlags(contract));
  command.optionsGroup('The schedule:');
  return addFlags(command, flags).option('--json', 'print one JSON document');
}
