import { quarantineFilter } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../context.ts';
import { addFlags, readFlags } from '../flags/flag.ts';
import { filterFlags, toFilter } from '../flags/quarantine-flags.ts';
import { toJson } from '../output/json.ts';
import { showItem } from '../output/quarantine.ts';

const flags = filterFlags({
  run: { ...quarantineFilter.run, description: 'the run that listed it' },
  key: { ...quarantineFilter.key, description: 'its key' },
});

export function addQuarantineShow(quarantine: Command, { terminal, connect }: CommandContext): void {
  addFlags(quarantine.command('show'), flags)
    .description('Shows one quarantined item with the record as the source gave it')
    .option('--json', 'print one JSON document')
    .action(async (given: OptionValues) => {
      const { run, key } = toFilter(readFlags(flags, given), ['run', 'key']);
      const headrace = await connect();
      const item = await headrace.quarantine.item(run, key);
      terminal.print(given['json'] ? toJson(item) : showItem(item));
    });
}
