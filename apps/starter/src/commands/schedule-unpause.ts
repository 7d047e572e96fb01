import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addScheduleArgument } from '../flags/schedule-argument.ts';
import { toJson } from '../output/json.ts';
import { showState } from '../output/schedule.ts';

export function addScheduleUnpause(schedule: Command, { terminal, connect }: CommandContext): void {
  addScheduleArgument(schedule.command('unpause'))
    .description('Has a schedule act again, from now on')
    .option('--note <text>', 'a word in place of its note')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { note, json }: { note?: string; json?: boolean }) => {
      const headrace = await connect();
      const unpaused = await headrace.schedules.unpause(name, note);
      terminal.print(json ? toJson(unpaused) : showState(unpaused));
    });
}
