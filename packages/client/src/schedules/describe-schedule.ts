import { intervalAt } from '@headrace/calendar';
import type { ScheduleExecutionResult } from '@temporalio/client';

import { describeExecution } from '../describe-run.ts';
import { RunNotFound } from '../errors/run-not-found.ts';
import { toRunState, type RunState } from '../run-state.ts';
import type { Settings } from '../settings.ts';
import { readSchedule } from './read-schedule.ts';
import type { ScheduleDescription, ScheduledRun } from './schedule-description.ts';
import type { TimedSchedule } from './timed-schedule.ts';
import { toDueRun } from './to-due-run.ts';
import type { ScheduleMemo } from './to-temporal-schedule.ts';

/** A schedule with the runs that came of it lately. Throws `ScheduleNotFound`. */
export async function describeSchedule(settings: Settings, name: string): Promise<ScheduleDescription> {
  const { schedule, definition, held } = await readSchedule(settings, name);
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
  const definition = (starter?.definition ?? current) as TimedSchedule;
  const run = toDueRun(definition, intervalAt(definition.when, readNominalTime(workflowId) ?? scheduledAt));
  const execution = await findExecution(settings, run.runId);
  return { ...run, takenAt: takenAt.toISOString(), state: execution?.state ?? null };
}

interface FoundExecution extends ScheduleMemo {
  readonly state: RunState;
}

async function findExecution(settings: Settings, id: string): Promise<FoundExecution | undefined> {
  try {
    const { status, memo } = await describeExecution(settings, id);
    return { ...(memo as ScheduleMemo | undefined), state: toRunState(status.name) };
  } catch (error) {
    if (error instanceof RunNotFound) return undefined;
    throw error;
  }
}

/** The time that Temporal appends to the ids of a schedule's workflows: without jitter, unlike when it was due. */
function readNominalTime(workflowId: string): Date | undefined {
  const [, time] = /-(\d{4}-\d\d-\d\dT[\d:.]+Z)$/.exec(workflowId) ?? [];
  return time === undefined ? undefined : new Date(time);
}
