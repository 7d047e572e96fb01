import {
  formatStart,
  taskQueues,
  intervalDefaults,
  retryDefaults,
  findPipeline,
  pipelines,
  terminalErrors,
  toRunIdentity,
  type AnyPipelineContract,
  type Interval,
  type IntervalRunRequest,
  type RunMemo,
  type RunRequest,
  type IntervalActivities,
} from '@headrace/contracts';
import {
  ChildWorkflowCancellationType,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  ApplicationFailure,
} from '@temporalio/workflow';

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
    memo: { request: toRunIdentity(contract, { ...request, interval }) } satisfies RunMemo,
    staticSummary: `${contract.title}: ${schedule} ${formatStart(interval.start)}`,
  });
}

// Nobody waits at a screen: an outage of the store is waited out, as landing does, and costs no interval.
const { findFinished } = proxyActivities<IntervalActivities>({
  ...intervalDefaults.findFinished,
  scheduleToCloseTimeout: '90 days',
  retry: retryDefaults,
});

/** Those of the runs that need not be run again, at most `limits.runIdsPerQuestion`. */
export async function findFinishedRuns(runIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(await findFinished({ runIds }));
}

/** The contract of that name. Throws a terminal `UnknownPipeline`. */
export function findContract(name: string): AnyPipelineContract {
  const contract = findPipeline(name);
  if (contract) return contract;
  const message = `there is no pipeline ${name}; there are ${pipelines.map((known) => known.name).join(', ')}`;
  throw ApplicationFailure.nonRetryable(message, terminalErrors.unknownPipeline);
}
