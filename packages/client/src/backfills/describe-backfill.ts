import {
  backfillWorkflow,
  toBackfillId,
  type BackfillMemo,
  type BackfillRequest,
  type BackfillSummary,
} from '@headrace/contracts';

import { describeExecution } from '../describe-run.ts';
import { BackfillNotFound } from '../errors/backfill-not-found.ts';
import { RunNotFound } from '../errors/run-not-found.ts';
import { isEnded, toRunState, type RunState } from '../run-state.ts';
import type { Settings } from '../settings.ts';

/** What Temporal knows of a backfill without asking a worker. */
export interface ListedBackfill {
  readonly name: string;
  /** What was asked. */
  readonly request: BackfillRequest;
  readonly state: RunState;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; `null` until it ends. */
  readonly endedAt: string | null;
  /** What it has done, once it has ended; of one that was terminated, `null`. */
  readonly summary: BackfillSummary | null;
}

export interface BackfillDescription extends ListedBackfill {
  /** Asked to stop, and not yet ended: the runs in flight drain. */
  readonly stopping: boolean;
}

/** Throws `BackfillNotFound` or `TemporalUnreachable`. */
export async function describeBackfill(settings: Settings, name: string): Promise<BackfillDescription> {
  const execution = await describeExecution(settings, toBackfillId(name)).catch((error: unknown) => {
    throw error instanceof RunNotFound ? new BackfillNotFound(name, { cause: error }) : error;
  });
  const listed = toListedBackfill(execution);
  if (execution.type !== backfillWorkflow || listed === undefined) throw new BackfillNotFound(name);
  const { cancelRequested } = execution.raw.workflowExtendedInfo ?? {};
  return { ...listed, stopping: !isEnded(listed.state) && cancelRequested === true };
}

/** The part of an execution that Temporal lists. */
export type ListedExecution = Pick<
  Awaited<ReturnType<typeof describeExecution>>,
  'memo' | 'status' | 'startTime' | 'closeTime'
>;

/** `undefined` for one that was started by other means than this client. */
export function toListedBackfill(execution: ListedExecution): ListedBackfill | undefined {
  const { status, startTime, closeTime } = execution;
  const { request, startedAt, summary } = (execution.memo ?? {}) as Partial<BackfillMemo>;
  if (request === undefined) return undefined;
  const state = toRunState(status.name);
  return {
    name: request.name,
    request,
    state,
    startedAt: startedAt ?? startTime.toISOString(),
    endedAt: closeTime?.toISOString() ?? null,
    summary: isEnded(state) ? (summary ?? null) : null,
  };
}
