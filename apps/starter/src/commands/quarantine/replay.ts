import { replayRequest } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { addFlags, readFlags } from '../../flags/flag.ts';
import { runFlags, toRunOptions } from '../../flags/run-flags.ts';
import { plural } from '../../output/numbers.ts';
import { showFilter } from '../../output/quarantine.ts';
import { sayOutcome } from '../../output/runs/outcome.ts';
import { showResult } from '../../output/runs/result.ts';
import { toJson } from '../../output/text.ts';
import { followRun } from '../runs/follow-run.ts';
import { filterFlags, toFilter } from './filter-flags.ts';

const filters = filterFlags(replayRequest);
const ofRun = runFlags().map((flag) =>
  flag.name === '--id' ? { ...flag, shownDefault: 'RUN-replay- and the time' } : flag,
);

export function addQuarantineReplay(quarantine: Command, context: CommandContext): void {
  const command = quarantine
    .command('replay')
    .description('Starts a run over quarantined items and waits for it; what lands leaves the quarantine');
  command.optionsGroup('What to replay:');
  addFlags(command, filters);
  command.optionsGroup('The run:');
  command.option('--again', 'start over under an id that was used before');
  addFlags(command, ofRun);
  command.optionsGroup('Output:');
  command.option('--json', 'print one JSON document').action((given: OptionValues) => replay(context, given));
}

async function replay(context: CommandContext, given: OptionValues): Promise<void> {
  const { terminal, connect } = context;
  const values = readFlags([...filters, ...ofRun], given);
  const asked = toFilter(values, ['run']);
  const headrace = await connect();
  const started = await headrace.quarantine.replay(asked, toRunOptions(values, given));
  if (started === undefined) {
    terminal.say(`nothing to replay: no item in quarantine is of ${showFilter(asked)}`);
    if (given['json']) terminal.print(toJson({ runId: null, items: 0 }));
    return;
  }
  const { runId, outcome, contract, items } = started;
  terminal.say(`${plural(items, 'item')} to replay`);
  sayOutcome(terminal, { ...started, temporal: headrace.temporal });
  const result = await followRun(context, { headrace, runId });
  const { name: pipeline } = contract;
  if (given['json']) terminal.print(toJson({ runId, pipeline, outcome, items, result }));
  else terminal.print(showResult(contract, result, terminal));
}
