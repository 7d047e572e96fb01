import type { WorkflowExecutionStatusName } from '@temporalio/client';

/** The state of a run in Temporal. */
export type RunState =
  | 'running'
  | 'paused'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'terminated'
  | 'timed-out';

/** Whether nothing more happens in a run of that state. */
export function isEnded(state: RunState): boolean {
  return state !== 'running' && state !== 'paused';
}

/** A run that continues as new goes on running. */
export function toRunState(status: WorkflowExecutionStatusName): RunState {
  switch (status) {
    case 'COMPLETED':
      return 'completed';
    case 'FAILED':
      return 'failed';
    case 'CANCELLED':
      return 'cancelled';
    case 'TERMINATED':
      return 'terminated';
    case 'TIMED_OUT':
      return 'timed-out';
    case 'PAUSED':
      return 'paused';
    default:
      return 'running';
  }
}

/** As visibility queries spell it. */
export function toExecutionStatus(state: RunState): string {
  const statuses: Record<RunState, string> = {
    running: 'Running',
    paused: 'Paused',
    completed: 'Completed',
    failed: 'Failed',
    cancelled: 'Canceled',
    terminated: 'Terminated',
    'timed-out': 'TimedOut',
  };
  return statuses[state];
}
