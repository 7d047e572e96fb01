import { runIntervalWorkflow, taskQueues } from '@headrace/contracts';
import type { ScheduleDescription as HeldSchedule } from '@temporalio/client';

import { compare, type ScheduleDifference } from './compare-schedules.ts';
import { showHeldTimes, showTimes } from './held-times.ts';
import type { TimedSchedule } from './timed-schedule.ts';
import { overlaps, toRequest, toWorkflowId } from './to-temporal-schedule.ts';

/** What of a schedule in Temporal is not as its definition has made it. */
export function findDrift(definition: TimedSchedule, held: HeldSchedule): ScheduleDifference[] {
  const { overlap, catchUp, jitter, pauseOnFailure } = definition;
  const { spec, policies, state } = held;
  return [
    ...compare('when', showHeldTimes(held), showTimes(definition.when)),
    ...compare('overlap', showOverlap(policies.overlap), overlap),
    ...compare('catchUp', policies.catchupWindow, catchUp),
    ...compare('jitter', spec.jitter ?? 0, jitter),
    ...compare('pauseOnFailure', policies.pauseOnFailure, pauseOnFailure),
    ...compare('remainingActions', state.remainingActions, undefined),
    ...compareActions(definition, held),
  ];
}

function showOverlap(held: HeldSchedule['policies']['overlap']): string | undefined {
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
