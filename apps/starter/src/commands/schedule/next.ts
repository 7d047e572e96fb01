import { daylightNotes, nextIntervals, formatWhen, type DaylightNote } from '@headrace/calendar';
import { isTimed, type Interval, type TimedWhen } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { checkScheduleName } from '../../flags/arguments.ts';
import { addFlags, readFlags, type Flag } from '../../flags/flag.ts';
import { hasWhen, readWhen, whenFlags } from '../../flags/when-flags.ts';
import { formatDaylight, formatTimes } from '../../output/schedules/schedule-table.ts';
import { toJson } from '../../output/text.ts';

const flags: readonly Flag[] = [
  ...whenFlags,
  {
    name: '--count',
    field: { type: 'integer', minimum: 1, maximum: 1_000, default: 5, description: 'times at most' },
  },
];

export function addScheduleNext(schedule: Command, context: CommandContext): void {
  const { terminal } = context;
  const command = schedule
    .command('next')
    .description('Shows the next times of a schedule, or of one that is yet to be made')
    .argument('[name]', 'the schedule');
  addFlags(command, flags)
    .option('--json', 'print one JSON document')
    .action(async (name: string | undefined, given: OptionValues) => {
      const found = await findNext(context, name, given);
      const daylight = findDaylight(found);
      if (given['json']) return terminal.print(toJson({ ...found, daylight }));
      terminal.say(formatWhen(found.when));
      terminal.print(formatTimes(found.intervals, { when: found.when, terminal }));
      for (const note of daylight) terminal.say(formatDaylight(note));
    });
}

interface Found {
  readonly when: TimedWhen;
  readonly intervals: readonly Interval[];
}

/** Those of flags need no Temporal. */
async function findNext(
  { connect }: CommandContext,
  name: string | undefined,
  given: OptionValues,
): Promise<Found> {
  const values = readFlags(flags, given);
  const { '--count': limit = 5 } = values as { '--count'?: number };
  if (name !== undefined && hasWhen(values)) {
    throw new UsageError('a name and --every, --cron or --calendar exclude each other; give one');
  }
  if (name === undefined) return toFound(readWhen(values), limit);
  const { schedules } = await connect();
  const { definition } = await schedules.describe(checkScheduleName(name));
  if (isTimed(definition.when)) return toFound(definition.when, limit);
  throw new UsageError(`schedule ${name} has no times of its own: it is ${formatWhen(definition.when)}`);
}

function toFound(when: TimedWhen, limit: number): Found {
  return { when, intervals: nextIntervals(when, { after: new Date(), limit }) };
}

/** Describes how clock changes move the times shown. */
function findDaylight({ when, intervals }: Found): DaylightNote[] {
  const { end } = intervals.at(-1) ?? {};
  return end === undefined ? [] : daylightNotes(when, { from: new Date(), to: new Date(end) });
}
