import { readCron } from '@headrace/calendar';
import { runIntervalWorkflow, taskQueues, type TimedWhen } from '@headrace/contracts';
import type { ScheduleDescription as HeldSchedule } from '@temporalio/client';

import { compare, type ScheduleDifference } from '../compare-schedules.ts';
import { overlaps, toRequest, toWorkflowId, type TimedSchedule } from './temporal-schedule.ts';

/** Lists the differences between a schedule in Temporal and its definition. */
export function findDrift(definition: TimedSchedule, held: HeldSchedule): ScheduleDifference[] {
  const { overlap, catchUp, jitter, pauseOnFailure } = definition;
  const { spec, policies, state } = held;
  return [
    ...compare('when', formatHeldTimes(held), formatTimes(definition.when)),
    ...compare('overlap', formatOverlap(policies.overlap), overlap),
    ...compare('catchUp', policies.catchupWindow, catchUp),
    ...compare('jitter', spec.jitter ?? 0, jitter),
    ...compare('pauseOnFailure', policies.pauseOnFailure, pauseOnFailure),
    ...compare('remainingActions', state.remainingActions, undefined),
    ...compareActions(definition, held),
  ];
}

function formatOverlap(held: HeldSchedule['policies']['overlap']): string | undefined {
  return Object.entries(overlaps).find(([, policy]) => policy === held)?.[0] ?? held;
}

function compareActions(definition: TimedSchedule, { action }: HeldSchedule): ScheduleDifference[] {
  return [
    ...compare('workflow', action.workflowType, runIntervalWorkflow),
    ...compare('workflowId', action.workflowId, toWorkflowId(definition)),
    ...compare('taskQueue', action.taskQueue, taskQueues.workflows),
    ...compare('request', action.args, [toRequest(definition)]),
  ];
}

type RawSpec = NonNullable<NonNullable<HeldSchedule['raw']['schedule']>['spec']>;
type RawCalendar = NonNullable<RawSpec['structuredCalendar']>[number];
type RawRange = NonNullable<RawCalendar['second']>[number];

/** A definition's times as a text that is the same whoever wrote them. */
function formatTimes(when: TimedWhen): string {
  if ('every' in when) return formatEvery(when.every, when.offset ?? 0);
  const { seconds, minutes, hours, daysOfMonth, months, daysOfWeek } = readCron(when.cron);
  const days = { dayOfMonth: daysOfMonth, month: months, dayOfWeek: daysOfWeek };
  return `${formatFields({ second: seconds, minute: minutes, hour: hours, ...days })} in ${when.zone}`;
}

/** Formats the server's times alike: of a cron expression the server keeps the fields' values. */
function formatHeldTimes({ spec, raw }: HeldSchedule): string {
  const { intervals = [], timezone, startAt, endAt } = spec;
  const { structuredCalendar, excludeStructuredCalendar } = raw.schedule?.spec ?? {};
  return [
    ...intervals.map(({ every, offset }) => formatEvery(every, offset ?? 0)),
    ...(structuredCalendar ?? []).map((calendar) => `${formatCalendar(calendar)} in ${timezone || 'UTC'}`),
    ...(excludeStructuredCalendar ?? []).map((calendar) => `not ${formatCalendar(calendar)}`),
    ...(startAt ? [`from ${startAt.toISOString()}`] : []),
    ...(endAt ? [`until ${endAt.toISOString()}`] : []),
  ].join(', ');
}

function formatEvery(every: number, offset: number): string {
  return `every ${every / 1_000} s${offset === 0 ? '' : `, ${offset / 1_000} s later`}`;
}

function formatCalendar({ second, minute, hour, dayOfMonth, month, dayOfWeek, year }: RawCalendar): string {
  const fields = { second, minute, hour, dayOfMonth, month, dayOfWeek, ...(year?.length && { year }) };
  return formatFields(
    Object.fromEntries(Object.entries(fields).map(([name, ranges]) => [name, toValues(ranges ?? [])])),
  );
}

function toValues(ranges: readonly RawRange[]): number[] {
  return ranges.flatMap(({ start, end, step }) => {
    const [first, by] = [start ?? 0, Math.max(1, step ?? 1)];
    const count = Math.floor((Math.max(first, end ?? 0) - first) / by) + 1;
    return Array.from({ length: count }, (_, index) => first + index * by);
  });
}

/** How many values a field has that names all of them. */
const all: Readonly<Record<string, number>> = {
  second: 60,
  minute: 60,
  hour: 24,
  dayOfMonth: 31,
  month: 12,
  dayOfWeek: 7,
};

/** `second 0 minute 0 hour 6`: a field that may have any value is left out. */
function formatFields(fields: Readonly<Record<string, readonly number[]>>): string {
  return Object.entries(fields)
    .map(([name, values]) => [name, [...new Set(values)].toSorted((one, other) => one - other)] as const)
    .flatMap(([name, values]) => (values.length === all[name] ? [] : [`${name} ${values.join(',')}`]))
    .join(' ');
}
