import {
  datasetControl,
  datasetWorkflow,
  emptyDataset,
  taskQueues,
  toDatasetId,
  type DatasetWorkflow,
  type SubscribeRequest,
} from '@headrace/contracts';
import {
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';

import { InvalidInput, NoAnswer } from '../../errors/headrace-error.ts';
import { ScheduleNotFound } from '../../errors/schedule-errors.ts';
import { toClientError } from '../../temporal/call.ts';
import type { Settings } from '../../temporal/settings.ts';
import type { HeldSubscription, SubscribedSchedule } from './subscription.ts';

interface SubscriptionRequest extends SubscribeRequest {
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

/** Has a dataset's workflow drop a subscription. Throws `ScheduleNotFound` or `NoAnswer`. */
export async function unsubscribe(settings: Settings, { name, when }: SubscribedSchedule): Promise<void> {
  const handle = settings.client.workflow.getHandle(toDatasetId(when.on));
  const wasThere = await callUpdate(settings, name, () =>
    handle.executeUpdate<boolean, [string]>(datasetControl.unsubscribe, { args: [name] }),
  );
  if (!wasThere) throw new ScheduleNotFound(name);
}

const hint = 'no workflow worker took it; one that starts soon may still do so';

/** Has a dataset's workflow take an update about a subscription. Throws `InvalidInput` or `NoAnswer`. */
async function callUpdate<Answer>(
  { client, callTimeout }: Settings,
  name: string,
  update: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await client.withDeadline(Date.now() + callTimeout, update);
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
      throw new NoAnswer(`schedule ${name}`, callTimeout, { hint, cause: error });
    }
    if (!(error instanceof WorkflowUpdateFailedError)) throw toClientError(error, name);
    const message = error.cause?.message ?? error.message;
    throw new InvalidInput(`schedule ${name}`, [{ field: 'definition', message }]);
  }
}
