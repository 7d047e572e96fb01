import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addBackfillArgument } from '../flags/backfill-argument.ts';
import { showBackfillSummary } from '../output/backfill.ts';
import { toJson } from '../output/json.ts';
import { showBackfillProgress } from './follow-backfill.ts';

export function addBackfillWatch(backfill: Command, context: CommandContext): void {
  const { terminal, connect, interrupt } = context;
  addBackfillArgument(backfill.command('watch'))
    .description('Shows a backfill’s progress until it ends; exit code 1 where intervals failed')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      interrupt.follow(name, 'backfill');
      await showBackfillProgress(context, { headrace, name });
      const summary = await headrace.backfills.result(name, { signal: interrupt.signal });
      terminal.print(json ? toJson({ name, summary }) : showBackfillSummary(summary));
    });
}
