import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addBackfillArgument } from '../flags/backfill-argument.ts';
import { showBackfill } from '../output/backfill.ts';
import { toJson } from '../output/json.ts';

export function addBackfillStatus(backfill: Command, { terminal, connect }: CommandContext): void {
  addBackfillArgument(backfill.command('status'))
    .description('Says what a backfill is at and which intervals failed')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const { backfills } = await connect();
      const status = await backfills.status(name);
      terminal.print(json ? toJson(status) : showBackfill(status));
    });
}
