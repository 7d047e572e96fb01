import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addScheduleArgument } from '../flags/schedule-argument.ts';
import { toJson } from '../output/json.ts';
import { showState } from '../output/schedule.ts';

export function addSchedulePause(schedule: Command, { terminal, connect }: CommandContext): void {
  addScheduleArgument(schedule.command('pause'))
    .description('Has a schedule act on no further time or version; what runs goes on')
    .option('--note <text>', 'why')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { note, json }: { note?: string; json?: boolean }) => {
      const headrace = await connect();
      const paused = await headrace.schedules.pause(name, note);
      terminal.print(json ? toJson(paused) : showState(paused));
    });
}
