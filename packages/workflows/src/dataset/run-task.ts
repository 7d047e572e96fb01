import {
  datasetControl,
  findPipeline,
  pickRunOptions,
  taskQueues,
  toRunIdentity,
  toSubscribedRunId,
  type DatasetUse,
  type AnyRunRequest,
  type RunMemo,
  type Schedule,
} from '@headrace/contracts';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ChildWorkflowCancellationType,
  getExternalWorkflowHandle,
  log,
  ParentClosePolicy,
  startChild,
} from '@temporalio/workflow';

import type { DatasetTask } from './state.ts';

/** Notifies a waiter, or starts a subscription's run. A waiter that has ended and a run that exists are no failures. */
export async function runTask(task: DatasetTask): Promise<void> {
  if (task.kind === 'answer') return notify(task.waiter.waiter, datasetControl.available, task.use);
  return startRun(task.subscription.definition, task.use);
}

/** Signals a waiter. */
export async function notify(waiter: string, signal: string, argument: unknown): Promise<void> {
  await getExternalWorkflowHandle(waiter)
    .signal(signal, argument)
    .catch((reason: unknown) => log.info('A waiter is gone', { waiter, reason: String(reason) }));
}

async function startRun(definition: Schedule, { version, interval }: DatasetUse): Promise<void> {
  const { name, pipeline, input = {}, paused } = definition;
  if (paused) return;
  const workflowId = toSubscribedRunId({ pipeline, schedule: name, version });
  const contract = findPipeline(pipeline);
  if (contract === undefined)
    return log.error('A subscription is of no pipeline there is', { name, pipeline });
  const request: AnyRunRequest = {
    input,
    ...pickRunOptions('schedule', definition),
    schedule: name,
    ...(interval && { interval }),
  };
  try {
    await startChild(contract.workflow, {
      args: [request],
      workflowId,
      taskQueue: taskQueues.workflows,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      parentClosePolicy: ParentClosePolicy.ABANDON,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
      memo: { request: toRunIdentity(contract, request) } satisfies RunMemo,
      staticSummary: `${contract.title}, subscription ${name}`,
    });
  } catch (failure) {
    if (failure instanceof WorkflowExecutionAlreadyStartedError) return;
    log.error('A subscription could not start its run', { workflowId, reason: String(failure) });
  }
}
