import { formatWhen } from '@headrace/calendar';
import type {
  ListedSchedule,
  ScheduleCounts,
  ScheduleDescription,
  ScheduleDifference,
  SubscriptionProgress,
} from '@headrace/client';
import {
  isTimed,
  formatDuration,
  pickRunOptions,
  type Column,
  type Interval,
  type Schedule,
  type ScheduleDefinition,
  type When,
} from '@headrace/contracts';

import { formatLocal, formatUtc } from '../numbers.ts';
import { toTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { clean, pad } from '../text.ts';
import { formatTimes } from './schedule-table.ts';

/** `daily: hacker-news, every 10h`. */
export function formatPlan({ name, pipeline, when }: ScheduleDefinition): string {
  return `${name}: ${pipeline}, ${formatWhen(when)}`;
}

/** `schedule daily: paused, the forum is down`. */
export function formatState({ definition, paused, note }: ListedSchedule): string {
  const why = note ? `, ${clean(note)}` : '';
  return `schedule ${definition.name}: ${paused ? 'paused' : 'active'}${why}`;
}

/** A schedule, and what somebody has changed of it. */
export function formatSchedule(schedule: ListedSchedule): string {
  const fields = toFields(schedule);
  const widest = Math.max(...Object.keys(fields).map((name) => name.length));
  return [
    ...Object.entries(fields).map(([name, value]) => `${pad(name, widest, 'right')}  ${clean(value)}`),
    ...schedule.drift.map((difference) => `changed by hand: ${formatDifference(difference)}`),
  ].join('\n');
}

/** Formats a schedule with its next times and latest runs. */
export function formatDescription(
  schedule: ScheduleDescription,
  terminal: Pick<Terminal, 'width' | 'colour'>,
): string {
  const { definition, next } = schedule;
  const { when } = definition;
  return [
    formatSchedule(schedule),
    ...(next.length > 0 && isTimed(when) ? [formatTimes(next, { when, terminal })] : []),
    ...(schedule.recent.length > 0 ? [formatRuns(schedule, terminal)] : []),
  ].join('\n\n');
}

/** `jitter: 1000, wanted 0`. */
function formatDifference({ field, held, wanted }: ScheduleDifference): string {
  return clean(`${field}: ${formatValue(held)}, wanted ${formatValue(wanted)}`);
}

function toFields(schedule: ListedSchedule): Readonly<Record<string, string>> {
  const { definition, paused, note, subscription } = schedule;
  const { name, pipeline, when } = definition;
  const state = `${paused ? 'paused' : 'active'}${note ? `: ${note}` : ''}`;
  return {
    schedule: name,
    pipeline,
    ...toOptionFields(definition),
    when: isTimed(when) ? formatWhen(when) : `every new version of ${when.on}`,
    ...(subscription ? { state, ...toVersionFields(subscription) } : toTimedFields(schedule, state)),
  };
}

function toOptionFields(definition: Schedule): Readonly<Record<string, string>> {
  const options = Object.entries(pickRunOptions('schedule', definition));
  return Object.fromEntries(
    options.map(([name, value]) => [name, value === true ? 'yes' : formatValue(value)]),
  );
}

function toVersionFields({ since, lastRun }: SubscriptionProgress): Readonly<Record<string, string>> {
  return { version: `${since}; the next starts a run`, last: lastRun ?? 'none yet' };
}

function toTimedFields(schedule: ListedSchedule, state: string): Readonly<Record<string, string>> {
  const { definition, counts, next, updatedAt, createdAt } = schedule;
  const { when, overlap, catchUp, jitter, pauseOnFailure } = definition;
  return {
    overlap,
    'catch-up': formatDuration(catchUp),
    jitter: jitter === 0 ? 'none' : formatDuration(jitter),
    'on failure': pauseOnFailure ? 'pause' : 'go on',
    state,
    next: next[0] ? formatNext(next[0], when) : 'never while it is paused',
    times: formatCounts(counts),
    ...(createdAt !== null && { made: formatMade(createdAt, updatedAt) }),
  };
}

function formatMade(createdAt: string, updatedAt: string | null): string {
  return `${formatUtc(createdAt)} UTC${updatedAt ? `, changed ${formatUtc(updatedAt)} UTC` : ''}`;
}

/** `2026-11-22 05:00 UTC, which is 2026-11-22 06:00 +01:00 in Europe/Berlin`. */
function formatNext({ start }: Interval, when: When): string {
  const local = 'cron' in when ? `, which is ${formatLocal(start, when.zone)} in ${when.zone}` : '';
  return `${formatUtc(start)} UTC${local}`;
}

/** `12 acted on, 1 missed, 0 skipped`; what waits and what was dropped where there is some. */
function formatCounts({ taken, missed, skipped, waiting, dropped }: ScheduleCounts): string {
  const rest = Object.entries({ waiting, dropped }).flatMap(([name, count]) =>
    count > 0 ? [`${count} ${name}`] : [],
  );
  return [`${taken} acted on`, `${missed} missed`, `${skipped} skipped`, ...rest].join(', ');
}

const columns: Readonly<Record<string, Column>> = {
  run: { type: 'text' },
  state: { type: 'text' },
  from: { type: 'text' },
  until: { type: 'text' },
  acted: { type: 'text' },
};

function formatRuns(
  { recent }: ScheduleDescription,
  { width, colour }: Pick<Terminal, 'width' | 'colour'>,
): string {
  const rows = recent.map(({ runId, state, interval, takenAt }) => {
    const times = interval && { from: formatUtc(interval.start), until: formatUtc(interval.end) };
    return { run: runId, state: state ?? 'not known', ...times, acted: formatUtc(takenAt) };
  });
  return toTable(rows, { columns, width, colour, whole: ['run'] });
}

function formatValue(value: unknown): string {
  if (value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
