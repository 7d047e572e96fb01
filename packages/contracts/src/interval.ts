/** The stretch of time that a run works on, [start, end): ISO 8601 in UTC. */
export interface Interval {
  readonly start: string;
  readonly end: string;
}

/** What makes a run's id the same whichever way it was started. */
export interface IntervalRun {
  readonly pipeline: string;
  /** Of the schedule, the subscription or the backfill. */
  readonly schedule: string;
  /** The interval's start. */
  readonly start: string;
}

/** `hacker-news/daily/2026-11-21`; a start that is not midnight in UTC shows its time: `2026-11-21T06:00Z`. */
export function toIntervalRunId({ pipeline, schedule, start }: IntervalRun): string {
  return `${pipeline}/${schedule}/${showStart(start)}`;
}

/** An instant as ids and tables show it: without what is zero at its end. */
export function showStart(start: string): string {
  const [date = '', time = ''] = new Date(start).toISOString().split('T');
  if (time === '00:00:00.000Z') return date;
  return `${date}T${time.replace(/(?::00)?\.000Z$/, 'Z')}`;
}
