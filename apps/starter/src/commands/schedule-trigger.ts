import type { Interval } from '@headrace/contracts';
import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addScheduleArgument } from '../flags/schedule-argument.ts';
import { toJson } from '../output/json.ts';

export function addScheduleTrigger(schedule: Command, { terminal, connect }: CommandContext): void {
  addScheduleArgument(schedule.command('trigger'))
    .description(
      'Runs the interval that holds this moment, or the newest version, unless it is finished; an interval, once no other run of the schedule is under way',
    )
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      const run = await headrace.schedules.trigger(name);
      if (json) return terminal.print(toJson({ schedule: name, ...run }));
      terminal.say(`schedule ${name} acts on ${showInterval(run.interval)}`);
      terminal.print(run.runId);
    });
}

function showInterval(interval: Interval | null): string {
  return interval
    ? `the interval from ${interval.start} to ${interval.end}`
    : 'a version without an interval';
}
