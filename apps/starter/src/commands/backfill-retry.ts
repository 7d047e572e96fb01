import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addBackfillArgument } from '../flags/backfill-argument.ts';
import { sayBackfill } from '../output/backfill.ts';
import { toJson } from '../output/json.ts';

export function addBackfillRetry(backfill: Command, { terminal, connect }: CommandContext): void {
  addBackfillArgument(backfill.command('retry'))
    .description('Starts an ended backfill over the same range again; only what is not done is run')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const { backfills } = await connect();
      const started = await backfills.retry(name);
      sayBackfill(terminal, started);
      terminal.print(json ? toJson(started) : name);
    });
}
