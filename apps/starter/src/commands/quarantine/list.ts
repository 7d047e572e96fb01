import type { HeadraceClient } from '@headrace/client';
import {
  quarantineFilter,
  type QuarantinedItem,
  type QuarantineFilter,
  type ReasonTotal,
} from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { findContract } from '../../flags/arguments.ts';
import { addFlags, readFlags, type Flag } from '../../flags/flag.ts';
import { countItems, formatItems, formatTotals, formatItem } from '../../output/quarantine.ts';
import { toJson } from '../../output/text.ts';
import { filterFlags, toFilter } from './filter-flags.ts';

const flags: readonly Flag[] = [
  ...filterFlags(quarantineFilter),
  {
    name: '--limit',
    field: { type: 'integer', minimum: 1, default: 20, description: 'items at most; the totals count all' },
  },
];

export function addQuarantineList(
  quarantine: Command,
  { terminal, pipelines, connect }: CommandContext,
): void {
  addFlags(quarantine.command('list'), flags)
    .description('Lists quarantined items, and how many there are for each reason')
    .option('--json', 'print one JSON document')
    .action(async (given: OptionValues) => {
      const values = readFlags(flags, given);
      const filter = toFilter(values);
      if (filter.pipeline !== undefined) findContract(pipelines, filter.pipeline);
      const { '--limit': limit = 20 } = values as { '--limit'?: number };
      const { items, totals } = await collect(await connect(), filter, limit);
      if (given['json']) return terminal.print(toJson({ items, totals }));
      if (items.length === 0) return terminal.say('nothing in quarantine');
      terminal.print(`${formatItems(items, terminal)}\n\n${formatTotals(totals)}`);
      if (items.length < countItems(totals)) terminal.say(`the first ${items.length}; --limit shows more`);
    });
}

interface Collected {
  readonly items: readonly QuarantinedItem[];
  readonly totals: readonly ReasonTotal[];
}

async function collect(
  { quarantine }: HeadraceClient,
  filter: QuarantineFilter,
  limit: number,
): Promise<Collected> {
  const items: QuarantinedItem[] = [];
  let totals: readonly ReasonTotal[] = [];
  for await (const page of quarantine.pages(filter, { limit })) {
    items.push(...page.items);
    totals = page.totals;
  }
  return { items, totals };
}

const formatFlags = filterFlags({
  run: { ...quarantineFilter.run, description: 'the run that listed it' },
  key: { ...quarantineFilter.key, description: 'its key' },
});

export function addQuarantineShow(quarantine: Command, { terminal, connect }: CommandContext): void {
  addFlags(quarantine.command('show'), formatFlags)
    .description('Shows one quarantined item with the record as the source gave it')
    .option('--json', 'print one JSON document')
    .action(async (given: OptionValues) => {
      const { run, key } = toFilter(readFlags(formatFlags, given), ['run', 'key']);
      const headrace = await connect();
      const item = await headrace.quarantine.item(run, key);
      terminal.print(given['json'] ? toJson(item) : formatItem(item));
    });
}
