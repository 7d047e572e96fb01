import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addScheduleArgument } from '../flags/schedule-argument.ts';
import { toJson } from '../output/json.ts';
import { showDescription } from '../output/schedule.ts';
import { showSubscription } from '../output/subscriptions.ts';
import { findSchedule } from './find-schedule.ts';

export function addScheduleDescribe(schedule: Command, { terminal, connect }: CommandContext): void {
  addScheduleArgument(schedule.command('describe'))
    .description(
      'Shows a schedule: its next times, its latest runs, what became of its times, what was changed by hand',
    )
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      const found = await findSchedule(headrace, name);
      if (json) return terminal.print(toJson(found.subscription ?? found.schedule));
      return terminal.print(
        found.subscription ? showSubscription(found.subscription) : showDescription(found.schedule, terminal),
      );
    });
}
