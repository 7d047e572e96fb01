import { toInstant } from '@headrace/calendar';
import type { BackfillRange } from '@headrace/client';
import type { Interval, When } from '@headrace/contracts';
import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { addScheduleArgument } from '../../flags/arguments.ts';
import { plural } from '../../output/numbers.ts';
import { toJson } from '../../output/text.ts';

export function addScheduleTrigger(schedule: Command, { terminal, connect }: CommandContext): void {
  addScheduleArgument(schedule.command('trigger'))
    .description(
      'Runs the interval that holds this moment, or the newest version, unless it is finished; an interval, once no other run of the schedule is under way',
    )
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      const run = await headrace.schedules.trigger(name);
      const { temporal } = headrace;
      if (json) return terminal.print(toJson({ schedule: name, ...run, temporal }));
      terminal.say(`schedule ${name} acts on ${formatInterval(run.interval)} (${temporal})`);
      terminal.print(run.runId);
    });
}

function formatInterval(interval: Interval | null): string {
  return interval
    ? `the interval from ${interval.start} to ${interval.end}`
    : 'a version without an interval';
}

interface Given {
  readonly from: string;
  readonly to: string;
  readonly json?: boolean;
}

export function addScheduleBackfill(schedule: Command, { terminal, connect }: CommandContext): void {
  addScheduleArgument(schedule.command('backfill'))
    .description(
      "Runs a schedule's past intervals, one after the other, but those that are finished; 1,000 at most",
    )
    .requiredOption('--from <time>', `the first start (${example})`)
    .requiredOption('--to <time>', 'the end; a start at that very time is not run')
    .option('--json', 'print one JSON document')
    .action(async (name: string, given: Given) => {
      readRange(given, 'UTC');
      const { schedules } = await connect();
      const { definition } = await schedules.describe(name);
      const runs = await schedules.backfill(name, readRange(given, toZone(definition.when)));
      if (given.json) return terminal.print(toJson({ schedule: name, runs }));
      terminal.say(`schedule ${name} acts on ${plural(runs.length, 'interval')}`);
      if (runs.length > 0) terminal.print(runs.map(({ runId }) => runId).join('\n'));
    });
}

const example = "2026-11-01, or 2026-11-01T06:00, by the schedule's clocks; or with Z";

function readRange({ from, to }: Given, zone: string): BackfillRange {
  return { from: readTime('--from', from, zone), to: readTime('--to', to, zone) };
}

function readTime(name: string, text: string, zone: string): Date {
  const time = toInstant(text, zone);
  if (time !== undefined) return time;
  throw new UsageError(`${name}: ${JSON.stringify(text)} is not a time such as ${example}`);
}

function toZone(when: When): string {
  return 'cron' in when ? when.zone : 'UTC';
}
