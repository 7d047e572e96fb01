import { intervalAt, intervalsBetween } from '@headrace/calendar';

import { InvalidInput } from '../../errors/headrace-error.ts';
import type { Settings } from '../../temporal/settings.ts';
import type { DueRun } from '../schedule-description.ts';
import { toDueRun } from './describe-schedule.ts';
import { callSchedule, type HeldTimes } from './read-schedule.ts';
import type { TimedSchedule } from './temporal-schedule.ts';

/** Acts on the interval that holds this moment. Throws `ScheduleNotFound`. */
export async function triggerSchedule(settings: Settings, { definition }: HeldTimes): Promise<DueRun> {
  const interval = intervalAt(definition.when, new Date());
  // Temporal's default, beside what runs, would not pause the schedule where the run fails.
  const overlap = definition.overlap === 'allow-all' ? 'ALLOW_ALL' : 'BUFFER_ALL';
  await callSchedule(settings, definition.name, () =>
    settings.client.schedule.getHandle(definition.name).trigger(overlap),
  );
  return toDueRun(definition, interval);
}

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
