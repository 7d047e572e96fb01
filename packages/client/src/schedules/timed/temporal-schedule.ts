import {
  pickRunOptions,
  runIntervalWorkflow,
  taskQueues,
  type AnyPipelineContract,
  type OverlapPolicy,
  type RunIntervalRequest,
  type RunIntervalWorkflow,
  type Schedule,
  type TimedWhen,
} from '@headrace/contracts';
import type {
  ScheduleOptions,
  ScheduleOptionsStartWorkflowAction,
  ScheduleOverlapPolicy,
  ScheduleSpec,
} from '@temporalio/client';

import { toStaticDetails, toStaticSummary } from '../../temporal/user-metadata.ts';

type Action = ScheduleOptionsStartWorkflowAction<RunIntervalWorkflow>;

/** The parts of a schedule that Temporal replaces as a whole. */
interface TemporalSchedule {
  readonly spec: ScheduleSpec;
  readonly action: Action;
  readonly policies: Required<NonNullable<ScheduleOptions['policies']>>;
}

/**
 * The memo of a schedule's actions, and so of its runs' starters: Temporal does not change a schedule's own
 * memo.
 */
export interface ScheduleMemo {
  readonly definition?: Schedule;
}

export const overlaps: Readonly<Record<OverlapPolicy, NonNullable<ScheduleOverlapPolicy>>> = {
  skip: 'SKIP',
  'buffer-one': 'BUFFER_ONE',
  'buffer-all': 'BUFFER_ALL',
  'cancel-other': 'CANCEL_OTHER',
  'allow-all': 'ALLOW_ALL',
};

/** A schedule in Temporal's terms. */
export function toTemporalSchedule(schedule: TimedSchedule, contract: AnyPipelineContract): TemporalSchedule {
  const { overlap, catchUp, pauseOnFailure } = schedule;
  return {
    spec: toSpec(schedule),
    action: toAction(schedule, contract),
    policies: { overlap: overlaps[overlap], catchupWindow: catchUp, pauseOnFailure },
  };
}

function toSpec({ when, jitter }: TimedSchedule): ScheduleSpec {
  if ('cron' in when) return { cronExpressions: [when.cron], timezone: when.zone, jitter };
  return { intervals: [{ every: when.every, offset: when.offset ?? 0 }], jitter };
}

function toAction(schedule: TimedSchedule, contract: AnyPipelineContract): Action {
  return {
    type: 'startWorkflow',
    workflowType: runIntervalWorkflow,
    workflowId: toWorkflowId(schedule),
    taskQueue: taskQueues.workflows,
    args: [toRequest(schedule)],
    memo: toMemo(schedule),
    staticSummary: toStaticSummary(contract, schedule),
    staticDetails: toStaticDetails(contract, pickRunOptions('schedule', schedule)),
  };
}

/** Whether it is paused, Temporal knows. */
export function toMemo(schedule: TimedSchedule): Record<keyof ScheduleMemo, Schedule> {
  const { paused: _paused, ...definition } = schedule;
  return { definition };
}

/** Temporal appends the nominal time. */
export function toWorkflowId({ name }: Pick<Schedule, 'name'>): string {
  return `schedule/${name}`;
}

/** Makes the argument of the workflow that starts the schedule's runs. */
export function toRequest(schedule: TimedSchedule): RunIntervalRequest {
  const { name, pipeline, when } = schedule;
  return {
    pipeline,
    schedule: name,
    when,
    request: { input: {}, ...pickRunOptions('schedule', schedule) },
  };
}

/** A schedule that has times of its own. */
export interface TimedSchedule extends Schedule {
  readonly when: TimedWhen;
}
