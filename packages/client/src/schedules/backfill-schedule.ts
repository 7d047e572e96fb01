import { intervalsBetween } from '@headrace/calendar';

import { InvalidInput } from '../errors/invalid-input.ts';
import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import type { HeldTimes } from './read-schedule.ts';
import type { DueRun } from './schedule-description.ts';
import type { TimedSchedule } from './timed-schedule.ts';
import { toDueRun } from './to-due-run.ts';

/** The times from `from` up to `to`, which is not among them. */
export interface BackfillRange {
  readonly from: Date;
  readonly to: Date;
}

/** Temporal keeps so many times waiting at most and drops the others. */
const mostTimes = 1_000;

/** Acts on past times, one after the other. Throws `InvalidInput` or `ScheduleNotFound`. */
export async function backfillSchedule(
  settings: Settings,
  { definition }: HeldTimes,
  { from, to }: BackfillRange,
): Promise<DueRun[]> {
  const { name } = definition;
  if (!(from < to)) throw refuse(name, 'to', `${show(to)} is not after ${show(from)}`);
  if (to.getTime() > Date.now()) throw refuse(name, 'to', `${show(to)} is yet to come`);
  const runs = [...listRuns(definition, { from, to })];
  if (runs.length > mostTimes) {
    throw refuse(
      name,
      'from',
      `there are more than ${mostTimes} times; give a later one, or make a backfill`,
    );
  }
  if (runs.length > 0) await callSchedule(settings, name, () => backfill(settings, definition, { from, to }));
  return runs;
}

function* listRuns(definition: TimedSchedule, range: BackfillRange): Generator<DueRun> {
  let count = 0;
  for (const interval of intervalsBetween(definition.when, range)) {
    yield toDueRun(definition, interval);
    count += 1;
    if (count > mostTimes) return;
  }
}

function backfill({ client }: Settings, { name }: TimedSchedule, { from, to }: BackfillRange): Promise<void> {
  // Temporal's own range leaves its start out and takes its end in; its times are whole seconds.
  const [start, end] = [from, to].map((time) => new Date(Math.ceil(time.getTime() / 1_000) * 1_000 - 1));
  return client.schedule.getHandle(name).backfill({
    start: start ?? from,
    end: end ?? to,
    overlap: 'BUFFER_ALL',
  });
}

function refuse(name: string, field: keyof BackfillRange, problem: string): InvalidInput {
  return new InvalidInput(`schedule ${name}`, [{ field, message: `${field}: ${problem}` }]);
}

function show(time: Date): string {
  return Number.isNaN(time.getTime()) ? 'that' : time.toISOString();
}
