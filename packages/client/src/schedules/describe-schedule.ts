import { intervalAt } from '@headrace/calendar';
import type { ScheduleExecutionResult } from '@temporalio/client';

import { findExecution } from '../describe-run.ts';
import { toRunState } from '../run-state.ts';
import type { Settings } from '../settings.ts';
import type { HeldTimes } from './read-schedule.ts';
import type { ScheduleDescription, ScheduledRun } from './schedule-description.ts';
import type { TimedSchedule } from './timed-schedule.ts';
import { toDueRun } from './to-due-run.ts';
import type { ScheduleMemo } from './to-temporal-schedule.ts';

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
  // Its own, as it was then; the one that holds now where Temporal has forgotten.
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
