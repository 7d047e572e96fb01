import type { HeadraceClient } from '@headrace/client';
import { quarantineFilter, type QuarantineFilter } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { Confirm, CommandContext } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { findContract } from '../../flags/arguments.ts';
import { addFlags, readFlags } from '../../flags/flag.ts';
import { plural } from '../../output/numbers.ts';
import { countItems, showFilter } from '../../output/quarantine.ts';
import { toJson } from '../../output/text.ts';
import { filterFlags, toFilter } from './filter-flags.ts';

const flags = filterFlags(quarantineFilter);

export function addQuarantineDiscard(quarantine: Command, context: CommandContext): void {
  addFlags(quarantine.command('discard'), flags)
    .description('Takes items out of quarantine for good; needs at least one filter')
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
  return confirm(`Discard ${plural(items, 'item')} of ${showFilter(filter)} for good?`);
}

async function count({ quarantine }: HeadraceClient, filter: QuarantineFilter): Promise<number> {
  for await (const { totals } of quarantine.pages(filter, { limit: 0 })) return countItems(totals);
  return 0;
}
