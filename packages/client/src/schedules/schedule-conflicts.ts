import { findCycle, type DatasetNeed, type InputProblem, type Schedule } from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import { ScheduleExists } from '../errors/schedule-errors.ts';
import type { Settings } from '../temporal/settings.ts';
import { findSchedule, listSchedules } from './find-schedules.ts';
import { isSubscribed } from './subscribed/subscription.ts';

/** Throws `ScheduleExists` where a schedule of any kind has the name. */
export async function assertFree(settings: Settings, name: string): Promise<void> {
  if (await findSchedule(settings, name)) throw new ScheduleExists(name);
}

/** Throws `InvalidInput` with the path by which a schedule would come to wait for itself, or to start itself. */
export async function assertNoCycle(settings: Settings, schedule: Schedule): Promise<void> {
  const wanted = toNeeds(schedule);
  if (wanted.length === 0) return;
  const others = (await listSchedules(settings)).map(({ definition }) => definition);
  const needs = others.filter(({ name }) => name !== schedule.name).flatMap(toNeeds);
  const { pipelines } = settings;
  const problems = wanted.flatMap(({ field, ...need }): InputProblem[] => {
    const cycle = findCycle(need, { pipelines, needs });
    if (cycle === undefined) return [];
    const why = field === 'on' ? 'that would not end' : 'that nobody can begin';
    return [{ field, message: `${field}: ${cycle}: a cycle ${why}` }];
  });
  if (problems.length > 0) throw new InvalidInput(`schedule ${schedule.name}`, problems);
}

interface ScheduleNeed extends DatasetNeed {
  readonly field: 'on' | 'after';
}

/** Lists the datasets that a schedule needs beyond its pipeline's contract. */
function toNeeds(schedule: Schedule): ScheduleNeed[] {
  const { pipeline, after = [] } = schedule;
  const followed = isSubscribed(schedule)
    ? [{ pipeline, dataset: schedule.when.on, field: 'on' as const }]
    : [];
  return [...followed, ...after.map(({ dataset }) => ({ pipeline, dataset, field: 'after' as const }))];
}
