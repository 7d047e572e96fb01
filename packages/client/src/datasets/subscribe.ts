import {
  datasetControl,
  datasetWorkflow,
  emptyDataset,
  taskQueues,
  toDatasetId,
  type DatasetWorkflow,
  type SubscribeRequest,
} from '@headrace/contracts';
import { WithStartWorkflowOperation } from '@temporalio/client';

import type { Settings } from '../settings.ts';
import { callUpdate } from './call-update.ts';
import type { HeldSubscription, SubscribedSchedule } from './subscribed-schedule.ts';

export interface SubscriptionRequest extends SubscribeRequest {
  readonly definition: SubscribedSchedule;
}

/** Has a dataset's workflow hold a subscription, and starts it where there is none. Throws `InvalidInput` or `NoAnswer`. */
export async function subscribe(settings: Settings, request: SubscriptionRequest): Promise<HeldSubscription> {
  const { name, when } = request.definition;
  const startWorkflowOperation = new WithStartWorkflowOperation<DatasetWorkflow>(datasetWorkflow, {
    workflowId: toDatasetId(when.on),
    taskQueue: taskQueues.workflows,
    args: [emptyDataset(when.on)],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `dataset ${when.on}`,
  });
  return callUpdate(settings, name, () =>
    settings.client.workflow.executeUpdateWithStart<DatasetWorkflow, HeldSubscription, [SubscribeRequest]>(
      datasetControl.subscribe,
      { args: [request], startWorkflowOperation },
    ),
  );
}
