import { tunings, type Tuning } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { addFlags, readFlags, type Flag } from '../flags/flag.ts';
import { addRunArgument } from '../flags/run-argument.ts';
import { toFlagName } from '../flags/to-flag-name.ts';
import { printSteering } from '../output/steering.ts';

const flags: readonly Flag[] = Object.entries(tunings).map(([name, field]) => ({
  name: toFlagName(name),
  field,
}));

export function addTune(program: Command, { terminal, connect }: CommandContext): void {
  const command = addRunArgument(program.command('tune')).description(
    'Changes how much a run does at once, for the batches that it dispatches from now on',
  );
  addFlags(command, flags)
    .option('--json', 'print one JSON document')
    .action(async (runId: string, given: OptionValues) => {
      const tuning = readTuning(given);
      const headrace = await connect();
      const steering = await headrace.tune(runId, tuning);
      printSteering(terminal, { runId, steering, json: given['json'] === true });
    });
}

function readTuning(given: OptionValues): Tuning {
  const values = readFlags(flags, given);
  const tuning = Object.keys(tunings).flatMap((name) =>
    toFlagName(name) in values ? [[name, values[toFlagName(name)]]] : [],
  );
  if (tuning.length > 0) return Object.fromEntries(tuning) as Tuning;
  throw new UsageError(`nothing to tune was given; give ${flags.map(({ name }) => name).join(' or ')}`);
}
