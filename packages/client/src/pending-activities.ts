import type { BatchProgress } from '@headrace/contracts';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';

import type { FailureCause } from './errors/run-failed.ts';

type PendingInfo = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

/** An activity that a run waits for. */
export interface PendingActivity {
  readonly activity: string;
  /** From 1. */
  readonly attempt: number;
  /** How the attempt before this one ended. */
  readonly lastFailure: FailureCause | null;
  /** When the next attempt begins, ISO 8601; `null` while one is under way or waits for a worker. */
  readonly nextAttemptAt: string | null;
  /** What the batch did that is in no result yet, for activities that report it. */
  readonly batch: BatchProgress | null;
}

export function readPendingActivities(
  client: Client,
  raw: WorkflowExecutionDescription['raw'],
): Promise<PendingActivity[]> {
  return Promise.all((raw.pendingActivities ?? []).map((pending) => toPendingActivity(client, pending)));
}

async function toPendingActivity(client: Client, pending: PendingInfo): Promise<PendingActivity> {
  return {
    activity: pending.activityType?.name ?? 'unknown',
    attempt: pending.attempt ?? 1,
    lastFailure: toFailureCause(pending.lastFailure),
    nextAttemptAt: pending.currentRetryInterval ? toIsoTime(pending.nextAttemptScheduleTime) : null,
    batch: await readBatchProgress(client, pending),
  };
}

function toFailureCause(failure: PendingInfo['lastFailure']): FailureCause | null {
  if (!failure) return null;
  const type = failure.applicationFailureInfo?.type ?? (failure.timeoutFailureInfo ? 'Timeout' : 'Error');
  return { type, message: failure.message ?? '' };
}

function toIsoTime(time: PendingInfo['nextAttemptScheduleTime']): string | null {
  return time?.seconds ? new Date(Number(time.seconds) * 1000).toISOString() : null;
}

async function readBatchProgress(client: Client, pending: PendingInfo): Promise<BatchProgress | null> {
  const [details] = await decodeHeartbeat(client, pending);
  return isBatchProgress(details) ? details : null;
}

async function decodeHeartbeat(client: Client, { heartbeatDetails }: PendingInfo): Promise<unknown[]> {
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  let payloads = heartbeatDetails?.payloads ?? [];
  for (const codec of payloadCodecs.toReversed()) payloads = await codec.decode(payloads);
  return payloads.map((payload) => payloadConverter.fromPayload(payload));
}

function isBatchProgress(details: unknown): details is BatchProgress {
  return typeof details === 'object' && details !== null && 'batch' in details && 'landed' in details;
}
