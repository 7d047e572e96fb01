import type { InputProblem } from '../input/input-schema.ts';

/** The stretch of time that a run works on, [start, end): ISO 8601 in UTC. */
export interface Interval {
  readonly start: string;
  readonly end: string;
}

/** The parts of a run's id, the same whichever way the run is started. */
export interface IntervalRun {
  readonly pipeline: string;
  /** Of the schedule, the subscription or the backfill. */
  readonly schedule: string;
  /** The interval's start. */
  readonly start: string;
}

/** `hacker-news/daily/2026-11-21`; a start that is not midnight in UTC shows its time: `2026-11-21T06:00Z`. */
export function toIntervalRunId({ pipeline, schedule, start }: IntervalRun): string {
  return `${pipeline}/${schedule}/${formatStart(start)}`;
}

/** An instant as ids and tables show it: without what is zero at its end. */
export function formatStart(start: string): string {
  const [date = '', time = ''] = new Date(start).toISOString().split('T');
  if (time === '00:00:00.000Z') return date;
  return `${date}T${time.replace(/(?::00)?\.000Z$/, 'Z')}`;
}

/** The syntax that `readInterval` takes, in words. */
export const intervalInWords =
  'a day such as 2026-11-21, or a start, a slash and a later end such as 2026-11-21T06:00Z/2026-11-21T12:00Z';

const day = 86_400_000;
const earliest = Date.parse('0001-01-01');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** A day in UTC, or `START/END`, each a day or an ISO 8601 time with its offset; `undefined` for what is neither. */
export function readInterval(text: string): Interval | undefined {
  const [from = '', to, ...rest] = text.split('/');
  const start = readInstant(from);
  const isDay = to === undefined && !from.includes('T');
  const end = isDay && start !== undefined ? withinYears(start + day) : readInstant(to ?? '');
  if (rest.length > 0 || start === undefined || end === undefined || end <= start) return undefined;
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

/** Checks an interval. */
export function checkInterval({ start, end }: Interval): InputProblem[] {
  if (typeof start === 'string' && typeof end === 'string' && readInterval(`${start}/${end}`)) return [];
  const given = `${String(start)}/${String(end)}`.slice(0, 80);
  return [{ field: 'interval', message: `interval: ${JSON.stringify(given)} is not ${intervalInWords}` }];
}

/**
 * Writes an interval's instants as `toISOString` does. Takes an interval that `checkInterval` finds no
 * problem with.
 */
export function normaliseInterval({ start, end }: Interval): Interval {
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

/** Whether a text is a day or an ISO 8601 time with its offset, as an interval's ends are. */
export function isInstant(text: unknown): boolean {
  return typeof text === 'string' && readInstant(text) !== undefined;
}

const instant = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

function readInstant(text: string): number | undefined {
  const [, date] = instant.exec(text) ?? [];
  // 31 February is read as a day of March.
  if (date === undefined || !isDate(date)) return undefined;
  return withinYears(Date.parse(text));
}

/** Years 1 to 9999: others have more than four digits, or none in Postgres. */
function withinYears(time: number): number | undefined {
  return time >= earliest && time <= latest ? time : undefined;
}

function isDate(date: string): boolean {
  const time = Date.parse(date);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
