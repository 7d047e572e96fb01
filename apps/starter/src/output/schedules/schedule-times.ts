import type { DaylightNote } from '@headrace/calendar';
import type { Column, Interval, TimedWhen } from '@headrace/contracts';

import { formatLocal, formatUtc } from '../numbers.ts';
import { toTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

const text: Column = { type: 'text' };

export interface TimesOptions {
  readonly when: TimedWhen;
  readonly terminal: Pick<Terminal, 'width' | 'colour'>;
}

/** Intervals as a table: when each starts, by the schedule's clocks and in UTC, and when it ends, in UTC. */
export function formatTimes(intervals: readonly Interval[], { when, terminal }: TimesOptions): string {
  const { width, colour } = terminal;
  const zone = 'cron' in when && when.zone !== 'UTC' ? when.zone : undefined;
  const rows = intervals.map(({ start, end }) => {
    return { ...(zone && { local: formatLocal(start, zone) }), utc: formatUtc(start), until: formatUtc(end) };
  });
  const columns = { ...(zone && { local: text }), utc: text, until: text };
  return toTable(rows, { columns, width, colour, whole: Object.keys(columns) });
}

/** `2027-03-28 02:30 is skipped: the clocks of Europe/Berlin go forward past it`. */
export function formatDaylight({ effect, local, zone }: DaylightNote): string {
  const time = local.replace('T', ' ');
  return effect === 'skipped'
    ? `${time} is skipped: the clocks of ${zone} go forward past it`
    : `${time} comes twice: the clocks of ${zone} go back over it`;
}
