import {
  datasetControl,
  pipelines,
  type DatasetUse,
  type Dependency,
  type RunRequest,
} from '@headrace/contracts';
import type { Client } from '@temporalio/client';

import type { Event, ExecutionRecord, Payloads } from './executions.ts';

/** An execution of a run that was asked to wait for datasets, as its history tells. */
export interface WaitRecord extends ExecutionRecord {
  readonly after: readonly Dependency[];
  readonly start: string | undefined;
  /** Datasets whose workflow it asked to be told. */
  readonly asked: ReadonlySet<string>;
  /** Versions that it was told of, in their order. */
  readonly told: readonly DatasetUse[];
  /** What it failed with, as its type on the wire. */
  readonly failure: string | null;
}

/** Reads those that have ended. */
export async function readWaits(
  client: Client,
  executions: readonly ExecutionRecord[],
): Promise<WaitRecord[]> {
  const types = new Set(pipelines.map(({ workflow }) => workflow));
  const waits: WaitRecord[] = [];
  for (const execution of executions.filter(({ type, closedAt }) => types.has(type) && closedAt !== null)) {
    const { events } = await client.workflow.getHandle(execution.id, execution.execution).fetchHistory();
    const wait = toWait(client, execution, events ?? []);
    if (wait.after.length > 0) waits.push(wait);
  }
  return waits;
}

function toWait(client: Client, execution: ExecutionRecord, events: readonly Event[]): WaitRecord {
  const { payloadConverter } = client.options.loadedDataConverter;
  const read = <Value>(payloads: Payloads | null | undefined): Value | undefined => {
    const [payload] = payloads?.payloads ?? [];
    return payload ? payloadConverter.fromPayload<Value>(payload) : undefined;
  };
  const request = read<RunRequest<unknown>>(events[0]?.workflowExecutionStartedEventAttributes?.input);
  const asked = events
    .map((event) => event.signalExternalWorkflowExecutionInitiatedEventAttributes)
    .filter((signal) => signal?.signalName === datasetControl.wait)
    .map((signal) => signal?.workflowExecution?.workflowId ?? '');
  const told = events
    .map((event) => event.workflowExecutionSignaledEventAttributes)
    .filter((signal) => signal?.signalName === datasetControl.available)
    .flatMap((signal) => read<DatasetUse>(signal?.input) ?? []);
  const failed = events.at(-1)?.workflowExecutionFailedEventAttributes;
  return {
    ...execution,
    after: request?.replay || request?.carried ? [] : (request?.after ?? []),
    start: request?.interval?.start,
    asked: new Set(asked),
    told,
    failure: failed?.failure?.applicationFailureInfo?.type ?? null,
  };
}
