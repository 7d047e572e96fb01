import type { HeadraceClient, ListedSchedule } from '@headrace/client';
import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { toErrorType } from '../../errors/explain.ts';
import { addScheduleArgument } from '../../flags/arguments.ts';
import { formatSchedules } from '../../output/schedules/schedule-table.ts';
import { formatDescription } from '../../output/schedules/schedule.ts';
import type { Terminal } from '../../output/terminal.ts';
import { toJson } from '../../output/text.ts';

export function addScheduleList(schedule: Command, { terminal, connect }: CommandContext): void {
  schedule
    .command('list')
    .description('Lists schedules: when each acts next, and what became of its times or versions')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const headrace = await connect();
      const all = await Promise.all([
        headrace.schedules.list({ kind: 'timed' }),
        listSubscribed(headrace, terminal),
      ]);
      const schedules = all.flat();
      if (json) return terminal.print(toJson({ schedules }));
      if (schedules.length === 0) return terminal.say('no schedules');
      return terminal.print(formatSchedules(schedules, terminal));
    });
}

/** Workflows hold them: without a worker, the others are shown all the same. */
async function listSubscribed(
  { schedules }: HeadraceClient,
  terminal: Terminal,
): Promise<readonly ListedSchedule[]> {
  return schedules.list({ kind: 'subscribed' }).catch((error: unknown) => {
    if (toErrorType(error) !== 'NoAnswer') throw error;
    terminal.say(`schedules on datasets are not shown: ${String((error as Error).message)}`);
    return [];
  });
}

export function addScheduleDescribe(schedule: Command, { terminal, connect }: CommandContext): void {
  addScheduleArgument(schedule.command('describe'))
    .description(
      'Shows a schedule: its next times, its latest runs, what became of its times, what was changed by hand',
    )
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      const description = await headrace.schedules.describe(name);
      terminal.print(json ? toJson(description) : formatDescription(description, terminal));
    });
}
