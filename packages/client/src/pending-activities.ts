import type { BatchProgress } from '@headrace/contracts';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';

import type { FailureCause } from './errors/run-failed.ts';

type PendingInfo = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

/** An activity that a run or one of its shards waits for. */
export interface PendingActivity {
  readonly activity: string;
  /** Of the workflow that waits for it: the run's, or a shard's. */
  readonly workflowId: string;
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
  workflowId: string,
  raw: WorkflowExecutionDescription['raw'],
): Promise<PendingActivity[]> {
  const pending = raw.pendingActivities ?? [];
  return Promise.all(
    pending.map(async (info) => ({
      activity: info.activityType?.name ?? 'unknown',
      workflowId,
      attempt: info.attempt ?? 1,
      lastFailure: toFailureCause(info.lastFailure),
      nextAttemptAt: info.currentRetryInterval ? toIsoTime(info.nextAttemptScheduleTime) : null,
      batch: await readBatchProgress(client, info),
    })),
  );
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
