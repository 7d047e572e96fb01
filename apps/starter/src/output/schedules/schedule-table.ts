import { formatWhen, type DaylightNote } from '@headrace/calendar';
import type { ListedSchedule } from '@headrace/client';
import { isTimed, type AnyRow, type Column, type Interval, type TimedWhen } from '@headrace/contracts';

import { toTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { formatLocal, formatUtc } from '../numbers.ts';

const columns: Readonly<Record<string, Column>> = {
  schedule: { type: 'text' },
  pipeline: { type: 'text' },
  when: { type: 'text' },
  state: { type: 'text' },
  next: { type: 'timestamp' },
  last: { type: 'timestamp' },
  taken: { type: 'integer' },
  missed: { type: 'integer' },
  skipped: { type: 'integer' },
};

/** Schedules as a table, times in UTC; those that follow a dataset in one of their own. */
export function formatSchedules(schedules: readonly ListedSchedule[], terminal: Terminal): string {
  const timed = schedules.filter(({ subscription }) => subscription === null);
  const subscribed = schedules.filter(({ subscription }) => subscription !== null);
  const { width, colour } = terminal;
  return [
    ...(timed.length > 0 ? [toTable(timed.map(toRow), { columns, width, colour, whole: ['schedule'] })] : []),
    ...(subscribed.length > 0 ? [formatSubscriptions(subscribed, terminal)] : []),
  ].join('\n\n');
}

function toRow({ definition, paused, drift, next, lastAt, counts }: ListedSchedule): AnyRow {
  const { name, pipeline, when } = definition;
  const { taken, missed, skipped } = counts;
  const state = `${paused ? 'paused' : 'active'}${drift.length > 0 ? ', changed by hand' : ''}`;
  const times = { next: next[0]?.start ?? null, last: lastAt };
  return { schedule: name, pipeline, when: formatWhen(when), state, ...times, taken, missed, skipped };
}

const text: Column = { type: 'text' };
const subscriptionColumns: Readonly<Record<string, Column>> = {
  schedule: text,
  pipeline: text,
  on: text,
  state: text,
  version: { type: 'integer' },
  last: text,
};

/** Schedules that follow datasets as a table. */
function formatSubscriptions(
  schedules: readonly ListedSchedule[],
  { width, colour }: Pick<Terminal, 'width' | 'colour'>,
): string {
  return toTable(schedules.map(toSubscriptionRow), {
    columns: subscriptionColumns,
    width,
    colour,
    whole: ['schedule'],
  });
}

function toSubscriptionRow({ definition, paused, subscription }: ListedSchedule): AnyRow {
  const { name, pipeline, when } = definition;
  const { since = null, lastRun = null } = subscription ?? {};
  const on = isTimed(when) ? null : when.on;
  return { schedule: name, pipeline, on, state: paused ? 'paused' : 'active', version: since, last: lastRun };
}

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
  const timeColumns = { ...(zone && { local: text }), utc: text, until: text };
  return toTable(rows, { columns: timeColumns, width, colour, whole: Object.keys(timeColumns) });
}

/** `2027-03-28 02:30 is skipped: the clocks of Europe/Berlin go forward past it`. */
export function formatDaylight({ effect, local, zone }: DaylightNote): string {
  const time = local.replace('T', ' ');
  return effect === 'skipped'
    ? `${time} is skipped: the clocks of ${zone} go forward past it`
    : `${time} comes twice: the clocks of ${zone} go back over it`;
}
