import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addBackfillArgument } from '../flags/backfill-argument.ts';
import { showBackfillSummary } from '../output/backfill.ts';
import { toJson } from '../output/json.ts';
import { showBackfillProgress } from './follow-backfill.ts';

export function addBackfillCancel(backfill: Command, context: CommandContext): void {
  const { terminal, connect } = context;
  addBackfillArgument(backfill.command('cancel'))
    .description(
      'Stops a backfill: starts no further run and cancels those in flight, which keep what they landed',
    )
    .option('--no-wait', 'do not wait until it has stopped')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json, wait }: { json?: boolean; wait: boolean }) => {
      const headrace = await connect();
      const { requested, state: before } = await headrace.backfills.cancel(name);
      if (!requested) terminal.say(`backfill ${name} had ended before: ${before}`);
      if (requested && wait) await showBackfillProgress(context, { headrace, name });
      const { state, summary } = await headrace.backfills.status(name);
      const end = summary ? `${state}: ${showBackfillSummary(summary)}` : `backfill ${name}: ${state}`;
      terminal.print(json ? toJson({ name, requested, state, summary }) : end);
    });
}
