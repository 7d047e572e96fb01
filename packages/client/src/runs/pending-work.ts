import { landShardWorkflow, type BatchProgress, type ShardProgress } from '@headrace/contracts';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';

import { RunNotFound } from '../errors/run-errors.ts';
import type { FailureCause } from '../errors/run-failed.ts';
import { queryProgress } from '../temporal/ask.ts';
import type { Settings } from '../temporal/settings.ts';
import { describeExecution } from './describe-run.ts';

type PendingInfo = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

/** An activity that a run or one of its shards waits for. */
export interface PendingActivity {
  readonly activity: string;
  /** Of the workflow that waits for it: the run's, or a shard's. */
  readonly workflowId: string;
  /** From 1. */
  readonly attempt: number;
  /** The end of the attempt before this one. */
  readonly lastFailure: FailureCause | null;
  /** When the next attempt begins, ISO 8601; `null` while one is under way or waits for a worker. */
  readonly nextAttemptAt: string | null;
  /** Whether it waits for a free slot of an activity worker. */
  readonly waitsForSlot: boolean;
  /** The batch's work that is not in a result yet, for activities that report it. */
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
      waitsForSlot: info.state === scheduled && isOverdue(info),
      batch: await readBatchProgress(client, info),
    })),
  );
}

/** Temporal's `PENDING_ACTIVITY_STATE_SCHEDULED`: due, or waiting for its next attempt. */
const scheduled = 1;

/** A worker with a free slot takes an activity within, ms. */
const pickUp = 2_000;

function isOverdue({ scheduledTime, nextAttemptScheduleTime }: PendingInfo): boolean {
  const due = Math.max(...[scheduledTime, nextAttemptScheduleTime].map((time) => Number(time?.seconds ?? 0)));
  return due * 1_000 + pickUp < Date.now();
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

type Raw = WorkflowExecutionDescription['raw'];

/** A shard in flight. */
interface ShardLook {
  /** The shard's work that its run does not count yet; `null` without a worker. */
  readonly progress: ShardProgress | null;
  readonly pending: readonly PendingActivity[];
}

/** Workflow ids of the shards that a run waits for; one that has not begun has nothing to tell. */
export function findShards({ pendingChildren }: Raw): string[] {
  return (pendingChildren ?? []).flatMap(({ workflowTypeName, workflowId, runId }) =>
    workflowTypeName === landShardWorkflow && workflowId && runId ? [workflowId] : [],
  );
}

/** Asks a shard's workflow and Temporal what the shard is at. Throws `TemporalUnreachable`. */
export async function readShard(settings: Settings, workflowId: string): Promise<ShardLook> {
  // In this order a batch that ends in between is missed for a moment, not counted twice.
  const progress = await queryProgress<ShardProgress>(settings, workflowId);
  return { progress, pending: await readShardActivities(settings, workflowId) };
}

/** Reads the activities that a shard waits for; none where the shard is gone. */
async function readShardActivities(settings: Settings, workflowId: string): Promise<PendingActivity[]> {
  try {
    const { raw } = await describeExecution(settings, workflowId);
    return await readPendingActivities(settings.client, workflowId, raw);
  } catch (error) {
    if (error instanceof RunNotFound) return [];
    throw error;
  }
}
