import { control, type RunCounts, type RunProgress, type RunSummary } from '@headrace/contracts';

import { describeRun, type RunDescription } from './describe-run.ts';
import { readPendingActivities, type PendingActivity } from './pending-activities.ts';
import { isEnded, type RunState } from './run-state.ts';
import type { Settings } from './settings.ts';

export interface RunStatus {
  readonly runId: string;
  readonly pipeline: string;
  readonly state: RunState;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; `null` until it ends. */
  readonly endedAt: string | null;
  /** With what the batches in flight have done; `null` where no worker tells and nothing was totalled up. */
  readonly progress: RunProgress | null;
  /** What it kept, once it has ended. */
  readonly summary: RunSummary | null;
  readonly pending: readonly PendingActivity[];
}

/**
 * What a run is at. Answers without a worker too, then without `progress`.
 * Throws `RunNotFound` or `TemporalUnreachable`.
 */
export async function readStatus(settings: Settings, runId: string): Promise<RunStatus> {
  const run = await describeRun(settings, runId);
  if (isEnded(run.state) && run.summary) return toStatus(run, toProgress(run.summary, run.startedAt), []);
  // Asked before the pending batches: one that ends in between is missed for a moment, not counted twice.
  const told = await queryProgress(settings, runId);
  const now = await describeRun(settings, runId);
  const pending = isEnded(now.state) ? [] : await readPendingActivities(settings.client, now.raw);
  return toStatus(now, addBatches(told, pending), pending);
}

function toStatus(
  { runId, pipeline, state, startedAt, endedAt, summary }: RunDescription,
  progress: RunProgress | null,
  pending: readonly PendingActivity[],
): RunStatus {
  const times = { startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
  return { runId, pipeline: pipeline.name, state, ...times, progress, summary, pending };
}

async function queryProgress({ client, queryTimeout }: Settings, runId: string): Promise<RunProgress | null> {
  const handle = client.workflow.getHandle(runId);
  const asked = client.withDeadline(Date.now() + queryTimeout, () =>
    handle.query<RunProgress>(control.progress),
  );
  // Whatever else than an absent worker hinders it, the description that follows says.
  return asked.catch(() => null);
}

function toProgress(summary: RunSummary, startedAt: Date): RunProgress {
  const { runId, pipeline, listed, landed, absent, quarantined, batches, requests } = summary;
  const counts = { listed, landed, absent, quarantined, batches, requests };
  const ended = { phase: 'ended', listedAll: true, batchesDone: batches } as const;
  return { runId, pipeline, ...counts, ...ended, startedAt: startedAt.toISOString() };
}

function addBatches(progress: RunProgress | null, pending: readonly PendingActivity[]): RunProgress | null {
  if (progress === null) return null;
  return pending.reduce((sum, { batch }) => (batch ? { ...sum, ...addCounts(sum, batch) } : sum), progress);
}

function addCounts(
  sum: RunCounts,
  batch: Pick<RunCounts, 'landed' | 'absent' | 'quarantined' | 'requests'>,
): Partial<RunCounts> {
  return {
    landed: sum.landed + batch.landed,
    absent: sum.absent + batch.absent,
    quarantined: sum.quarantined + batch.quarantined,
    requests: sum.requests + batch.requests,
  };
}
