import {
  showStart,
  taskQueues,
  type AnyPipelineContract,
  type Interval,
  type IntervalRunRequest,
  type RunRequest,
} from '@headrace/contracts';
import { ChildWorkflowCancellationType, executeChild, ParentClosePolicy } from '@temporalio/workflow';

export interface IntervalRunOptions {
  readonly interval: Interval;
  /** The schedule part of the run's id. */
  readonly schedule: string;
  readonly runId: string;
  readonly request: IntervalRunRequest;
}

/**
 * Runs a pipeline for one interval as a child, and waits for it; a cancellation drains it. Throws
 * `WorkflowExecutionAlreadyStartedError` where the run is running, or has completed and is not to be run again.
 */
export function executeIntervalRun(
  contract: AnyPipelineContract,
  { interval, schedule, runId, request }: IntervalRunOptions,
): Promise<unknown> {
  return executeChild<(request: RunRequest<unknown>) => Promise<unknown>>(contract.workflow, {
    args: [{ ...request, interval, schedule }],
    workflowId: runId,
    taskQueue: taskQueues.workflows,
    workflowIdReusePolicy: request.again ? 'ALLOW_DUPLICATE' : 'ALLOW_DUPLICATE_FAILED_ONLY',
    // Terminated or timed out, the parent leaves runs that drain.
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    staticSummary: `${contract.title}: ${schedule} ${showStart(interval.start)}`,
  });
}
