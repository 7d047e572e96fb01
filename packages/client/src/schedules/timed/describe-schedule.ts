import { intervalAt } from '@headrace/calendar';
import { toIntervalRunId, type Interval, type Schedule } from '@headrace/contracts';
import type { ScheduleExecutionResult } from '@temporalio/client';

import { findExecution } from '../../runs/describe-run.ts';
import { toRunState } from '../../temporal/run-state.ts';
import type { Settings } from '../../temporal/settings.ts';
import type { ScheduleDescription, ScheduledRun, DueRun } from '../schedule-description.ts';
import type { HeldTimes } from './read-schedule.ts';
import type { TimedSchedule, ScheduleMemo } from './temporal-schedule.ts';

/** A schedule with the runs that came of it lately. */
export async function describeSchedule(
  settings: Settings,
  { schedule, definition, held }: HeldTimes,
): Promise<ScheduleDescription> {
  const recent = await Promise.all(
    held.info.recentActions.toReversed().map((action) => toScheduledRun(settings, action, definition)),
  );
  return { ...schedule, recent };
}

async function toScheduledRun(
  settings: Settings,
  { action, scheduledAt, takenAt }: ScheduleExecutionResult,
  current: TimedSchedule,
): Promise<ScheduledRun> {
  const { workflowId } = action.workflow;
  const starter = await findExecution(settings, workflowId);
  // The memo of that time; the present one where Temporal has forgotten the starter.
  const memo = starter?.memo as ScheduleMemo | undefined;
  const definition = (memo?.definition ?? current) as TimedSchedule;
  const run = toDueRun(definition, intervalAt(definition.when, readNominalTime(workflowId) ?? scheduledAt));
  const execution = await findExecution(settings, run.runId);
  return {
    ...run,
    takenAt: takenAt.toISOString(),
    state: execution ? toRunState(execution.status.name) : null,
  };
}

/** The time that Temporal appends to the ids of a schedule's workflows: without jitter, unlike when it was due. */
function readNominalTime(workflowId: string): Date | undefined {
  const [, time] = /-(\d{4}-\d\d-\d\dT[\d:.]+Z)$/.exec(workflowId) ?? [];
  return time === undefined ? undefined : new Date(time);
}

/** The run of a schedule's interval. */
export function toDueRun(
  { name, pipeline }: Pick<Schedule, 'name' | 'pipeline'>,
  interval: Interval,
): DueRun {
  return { runId: toIntervalRunId({ pipeline, schedule: name, start: interval.start }), interval };
}
