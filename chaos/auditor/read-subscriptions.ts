import { datasetControl, datasetWorkflow, isTimed, type Subscription } from '@headrace/contracts';
import type { Client } from '@temporalio/client';

import type { Event, ExecutionRecord, Payloads } from './executions.ts';

/** A schedule that followed a dataset, as the history of the dataset's workflow tells. */
export interface SubscriptionRecord {
  readonly name: string;
  readonly pipeline: string;
  readonly dataset: string;
  /** The newest version when it was made. */
  readonly since: number;
  /** Whether it was taken away again. */
  readonly isGone: boolean;
}

/** Those that were made, by name. */
export async function readSubscriptions(
  client: Client,
  executions: readonly ExecutionRecord[],
): Promise<SubscriptionRecord[]> {
  const found = new Map<string, SubscriptionRecord>();
  const ofDatasets = executions.filter(({ type }) => type === datasetWorkflow);
  for (const { id, execution } of ofDatasets.toSorted((left, right) => left.startedAt - right.startedAt)) {
    const { events } = await client.workflow.getHandle(id, execution).fetchHistory();
    for (const update of toUpdates(client, events ?? [])) take(found, update);
  }
  return [...found.values()];
}

interface Update {
  readonly name: string;
  readonly argument: unknown;
  readonly answer: unknown;
}

/** Those that were answered. */
function toUpdates(client: Client, events: readonly Event[]): Update[] {
  const { payloadConverter } = client.options.loadedDataConverter;
  const read = (given: Payloads | null | undefined): unknown => {
    const [payload] = given?.payloads ?? [];
    return payload && payloadConverter.fromPayload(payload);
  };
  const accepted = new Map<string, Pick<Update, 'name' | 'argument'>>();
  return events.flatMap((event) => {
    const { acceptedRequest } = event.workflowExecutionUpdateAcceptedEventAttributes ?? {};
    const { name, args } = acceptedRequest?.input ?? {};
    if (name) accepted.set(acceptedRequest?.meta?.updateId ?? '', { name, argument: read(args) });
    const { meta, outcome } = event.workflowExecutionUpdateCompletedEventAttributes ?? {};
    const asked = accepted.get(meta?.updateId ?? '');
    return asked && outcome?.success ? [{ ...asked, answer: read(outcome.success) }] : [];
  });
}

/** One that is replaced goes on from where it was. */
function take(found: Map<string, SubscriptionRecord>, { name, argument, answer }: Update): void {
  if (name === datasetControl.unsubscribe) {
    const gone = found.get(argument as string);
    if (gone) found.set(gone.name, { ...gone, isGone: true });
  }
  if (name !== datasetControl.subscribe) return;
  const { definition, since } = answer as Subscription;
  if (isTimed(definition.when) || found.has(definition.name)) return;
  const { pipeline, when } = definition;
  found.set(definition.name, {
    name: definition.name,
    pipeline,
    dataset: when.on,
    since,
    isGone: false,
  });
}
