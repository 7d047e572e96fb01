import {
  datasetControl,
  datasetWorkflow,
  emptyDataset,
  findCycle,
  isTimed,
  taskQueues,
  toDatasetId,
  type DatasetNeed,
  type DatasetWorkflow,
  type OnDataset,
  type Schedule,
  type ScheduleDefinition,
  type SubscribeRequest,
  type Subscription,
} from '@headrace/contracts';
import { WithStartWorkflowOperation } from '@temporalio/client';

import { InvalidInput } from '../errors/invalid-input.ts';
import { ScheduleExists } from '../errors/schedule-exists.ts';
import { ScheduleNotFound } from '../errors/schedule-not-found.ts';
import { checkSubscription } from '../schedules/check-definition.ts';
import { listSchedules } from '../schedules/list-schedules.ts';
import type { Settings } from '../settings.ts';
import { callUpdate } from './call-update.ts';
import { listSubscriptions } from './list-subscriptions.ts';

export interface SubscribeOptions {
  /** Put the definition in place of that of the subscription of its name. Default false. */
  readonly replace?: boolean;
}

/** A schedule that follows a dataset. */
type SubscribedSchedule = Schedule & { readonly when: OnDataset };

/** Has a pipeline run whenever a dataset gets a version. Throws `InvalidInput`, `ScheduleExists` or `NoAnswer`. */
export async function subscribe(
  settings: Settings,
  given: ScheduleDefinition,
  { replace = false }: SubscribeOptions = {},
): Promise<Subscription> {
  const definition = checkSubscription(settings, given) as SubscribedSchedule;
  await assertFree(settings, definition, replace);
  const dataset = definition.when.on;
  const startWorkflowOperation = new WithStartWorkflowOperation<DatasetWorkflow>(datasetWorkflow, {
    workflowId: toDatasetId(dataset),
    taskQueue: taskQueues.workflows,
    args: [emptyDataset(dataset)],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `dataset ${dataset}`,
  });
  const args: [SubscribeRequest] = [{ definition, replace }];
  return callUpdate(settings, definition.name, () =>
    settings.client.workflow.executeUpdateWithStart<DatasetWorkflow, Subscription, [SubscribeRequest]>(
      datasetControl.subscribe,
      { args, startWorkflowOperation },
    ),
  );
}

/** A name is a schedule's or a subscription's, and no subscription may come to start itself. */
async function assertFree(
  settings: Settings,
  definition: SubscribedSchedule,
  replace: boolean,
): Promise<void> {
  const { name, pipeline, when } = definition;
  const [schedules, subscriptions] = await Promise.all([
    listSchedules(settings),
    listSubscriptions(settings),
  ]);
  const known = subscriptions.find((one) => one.definition.name === name)?.definition;
  const isTaken = schedules.some((one) => one.definition.name === name);
  if (isTaken || (known && !(replace && isOn(known, when.on)))) throw new ScheduleExists(name);
  if (replace && !known) throw new ScheduleNotFound(name);
  const others = [...schedules, ...subscriptions].map((one) => one.definition);
  const needs = others.filter((one) => one.name !== name).flatMap(toNeeds);
  const { pipelines } = settings;
  const cycle = findCycle({ pipeline, dataset: when.on }, { pipelines, needs });
  if (cycle === undefined) return;
  const message = `on: ${cycle}: a cycle that would not end`;
  throw new InvalidInput(`schedule ${name}`, [{ field: 'on', message }]);
}

function toNeeds({ pipeline, when, after = [] }: Schedule): DatasetNeed[] {
  const datasets = [...(isTimed(when) ? [] : [when.on]), ...after.map(({ dataset }) => dataset)];
  return datasets.map((dataset) => ({ pipeline, dataset }));
}

function isOn({ when }: Schedule, dataset: string): boolean {
  return !isTimed(when) && when.on === dataset;
}
