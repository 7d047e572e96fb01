import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addScheduleArgument } from '../flags/schedule-argument.ts';
import { toJson } from '../output/json.ts';
import { showDescription } from '../output/schedule.ts';

export function addScheduleDescribe(schedule: Command, { terminal, connect }: CommandContext): void {
  addScheduleArgument(schedule.command('describe'))
    .description(
      'Shows a schedule: its next times, its latest runs, what became of its times, what was changed by hand',
    )
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      const description = await headrace.schedules.describe(name);
      terminal.print(json ? toJson(description) : showDescription(description, terminal));
    });
}
