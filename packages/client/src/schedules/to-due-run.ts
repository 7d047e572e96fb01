import { toIntervalRunId, type Interval, type Schedule } from '@headrace/contracts';

import type { DueRun } from './schedule-description.ts';

/** The run of a schedule's interval. */
export function toDueRun(
  { name, pipeline }: Pick<Schedule, 'name' | 'pipeline'>,
  interval: Interval,
): DueRun {
  return { runId: toIntervalRunId({ pipeline, schedule: name, start: interval.start }), interval };
}
