import type { HeadraceClient } from '@headrace/client';
import { replayRequest, quarantineFilter, type QuarantineFilter } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext, Confirm } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { findContract } from '../../flags/arguments.ts';
import { addFlags, readFlags, readRequest } from '../../flags/flag.ts';
import { runFlags } from '../../flags/run-flags.ts';
import { plural } from '../../output/numbers.ts';
import { formatFilter, countItems } from '../../output/quarantine.ts';
import { sayOutcome } from '../../output/runs/outcome.ts';
import { formatResult } from '../../output/runs/result.ts';
import { toJson } from '../../output/text.ts';
import { followRun } from '../runs/follow-run.ts';
import { filterFlags, toFilter } from './filter-flags.ts';

const filters = filterFlags(replayRequest);
const ofRun = runFlags({ asker: 'replay' }).map((flag) =>
  flag.name === '--id' ? { ...flag, shownDefault: 'RUN-replay- and the time' } : flag,
);

export function addQuarantineReplay(quarantine: Command, context: CommandContext): void {
  const command = quarantine
    .command('replay')
    .description('Starts a run over quarantined items and waits for it; what lands leaves the quarantine');
  command.optionsGroup('What to replay:');
  addFlags(command, filters);
  command.optionsGroup('The run:');
  addFlags(command, ofRun);
  command.optionsGroup('Output:');
  command.option('--json', 'print one JSON document').action((given: OptionValues) => replay(context, given));
}

async function replay(context: CommandContext, given: OptionValues): Promise<void> {
  const { terminal, connect } = context;
  const values = readFlags([...filters, ...ofRun], given);
  const asked = toFilter(values, ['run']);
  const headrace = await connect();
  const started = await headrace.quarantine.replay(asked, readRequest(ofRun, given));
  if (started === undefined) {
    terminal.say(`nothing to replay: no item in quarantine is of ${formatFilter(asked)}`);
    if (given['json']) terminal.print(toJson({ runId: null, items: 0 }));
    return;
  }
  const { runId, outcome, contract, items } = started;
  terminal.say(`${plural(items, 'item')} to replay`);
  sayOutcome(terminal, { ...started, temporal: headrace.temporal });
  const result = await followRun(context, { headrace, runId });
  const { name: pipeline } = contract;
  if (given['json']) terminal.print(toJson({ runId, pipeline, outcome, items, result }));
  else terminal.print(formatResult(contract, result, terminal));
}

const flags = filterFlags(quarantineFilter);

export function addQuarantineDiscard(quarantine: Command, context: CommandContext): void {
  addFlags(quarantine.command('discard'), flags)
    .description('Discards quarantined items for good; needs at least one filter')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON document')
    .action(async (given: OptionValues) => {
      const { terminal, connect } = context;
      const filter = readFilter(context, given);
      const confirm = given['yes'] ? undefined : toConfirm(context);
      const headrace = await connect();
      const agreed = confirm === undefined || (await agree(headrace, filter, confirm));
      const { discarded } = agreed ? await headrace.quarantine.discard(filter) : { discarded: 0 };
      if (given['json']) terminal.print(toJson({ discarded }));
      else terminal.print(`${plural(discarded, 'item')} discarded`);
    });
}

function readFilter({ pipelines }: CommandContext, given: OptionValues): QuarantineFilter {
  const filter = toFilter(readFlags(flags, given));
  if (filter.pipeline !== undefined) findContract(pipelines, filter.pipeline);
  if (Object.keys(filter).length > 0) return filter;
  throw new UsageError(`nothing says which items: give ${flags.map(({ name }) => name).join(', ')}`);
}

function toConfirm({ confirm }: CommandContext): Confirm {
  if (confirm) return confirm;
  throw new UsageError('there is no terminal to ask at; --yes discards without asking');
}

async function agree(headrace: HeadraceClient, filter: QuarantineFilter, confirm: Confirm): Promise<boolean> {
  const items = await count(headrace, filter);
  if (items === 0) return false;
  return confirm(`Discard ${plural(items, 'item')} of ${formatFilter(filter)} for good?`);
}

async function count({ quarantine }: HeadraceClient, filter: QuarantineFilter): Promise<number> {
  for await (const { totals } of quarantine.pages(filter, { limit: 0 })) return countItems(totals);
  return 0;
}
