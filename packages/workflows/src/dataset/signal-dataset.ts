import {
  datasetWorkflow,
  emptyDataset,
  taskQueues,
  toDatasetId,
  type DatasetWorkflow,
} from '@headrace/contracts';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ChildWorkflowCancellationType,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  ParentClosePolicy,
  sleep,
  startChild,
} from '@temporalio/workflow';

export interface DatasetSignal {
  readonly name: string;
  readonly argument: unknown;
}

/** Signals a dataset's workflow. Where there is none, nobody waits: who does has started it, and it looks for itself. */
export async function signalDataset(dataset: string, { name, argument }: DatasetSignal): Promise<void> {
  const workflowId = toDatasetId(dataset);
  try {
    await getExternalWorkflowHandle(workflowId).signal(name, argument);
  } catch (failure) {
    if (isCancellation(failure)) throw failure;
    log.debug('A dataset has nobody to tell', { workflowId, signal: name });
  }
}

/** Rounds after which a dataset that neither takes signals nor lets itself be started is given up. */
const rounds = 10;
/** Pause between two rounds, ms. */
const roundPause = 1_000;

/** Signals a dataset's workflow, and starts the workflow where there is none. */
export async function signalStartedDataset(
  dataset: string,
  { name, argument }: DatasetSignal,
): Promise<void> {
  const workflowId = toDatasetId(dataset);
  for (let round = 1; round <= rounds; round += 1) {
    try {
      return await getExternalWorkflowHandle(workflowId).signal(name, argument);
    } catch (failure) {
      if (isCancellation(failure)) throw failure;
      await startDataset(dataset);
    }
    if (round > 1) await sleep(roundPause);
  }
  log.error('A dataset took no waiter; its run looks again in the end', { workflowId });
}

async function startDataset(dataset: string): Promise<void> {
  try {
    await startChild<DatasetWorkflow>(datasetWorkflow, {
      args: [emptyDataset(dataset)],
      workflowId: toDatasetId(dataset),
      taskQueue: taskQueues.workflows,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      // The workflow serves others when the wait that started it is over.
      cancellationType: ChildWorkflowCancellationType.ABANDON,
      staticSummary: `dataset ${dataset}`,
    });
  } catch (failure) {
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
  }
}
