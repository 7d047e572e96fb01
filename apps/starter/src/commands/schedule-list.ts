import type { HeadraceClient } from '@headrace/client';
import type { Subscription } from '@headrace/contracts';
import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { toErrorType } from '../errors/explain.ts';
import { toJson } from '../output/json.ts';
import { showSchedules } from '../output/schedule-table.ts';
import { showSubscriptions } from '../output/subscriptions.ts';
import type { Terminal } from '../output/terminal.ts';

export function addScheduleList(schedule: Command, { terminal, connect }: CommandContext): void {
  schedule
    .command('list')
    .description('Lists schedules: when each acts next, and what became of its times')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const headrace = await connect();
      const [schedules, subscriptions] = await Promise.all([
        headrace.schedules.list(),
        listSubscriptions(headrace, terminal),
      ]);
      if (json) return terminal.print(toJson({ schedules, subscriptions }));
      const tables = [
        ...(schedules.length > 0 ? [showSchedules(schedules, terminal)] : []),
        ...(subscriptions.length > 0 ? [showSubscriptions(subscriptions, terminal)] : []),
      ];
      if (tables.length === 0) return terminal.say('no schedules');
      return terminal.print(tables.join('\n\n'));
    });
}

/** They are in workflows: without a worker, the schedules are shown all the same. */
async function listSubscriptions(
  { datasets }: HeadraceClient,
  terminal: Terminal,
): Promise<readonly Subscription[]> {
  return datasets.subscriptions().catch((error: unknown) => {
    if (toErrorType(error) !== 'NoAnswer') throw error;
    terminal.say(`schedules on datasets are not shown: ${String((error as Error).message)}`);
    return [];
  });
}
