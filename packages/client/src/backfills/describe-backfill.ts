import {
  backfillWorkflow,
  toBackfillId,
  type BackfillMemo,
  type BackfillRequest,
  type BackfillSummary,
} from '@headrace/contracts';

import { BackfillNotFound } from '../errors/backfill-errors.ts';
import { RunNotFound } from '../errors/run-errors.ts';
import { describeExecution } from '../runs/describe-run.ts';
import { toClientError } from '../temporal/call.ts';
import { isEnded, toRunState, toExecutionStatus, type RunState } from '../temporal/run-state.ts';
import type { Settings } from '../temporal/settings.ts';

/** A backfill as Temporal knows it without a worker. */
export interface ListedBackfill {
  readonly name: string;
  /** The request as given. */
  readonly request: BackfillRequest;
  readonly state: RunState;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; `null` until it ends. */
  readonly endedAt: string | null;
  /** The totals at the end; `null` of a terminated backfill. */
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
type ListedExecution = Pick<
  Awaited<ReturnType<typeof describeExecution>>,
  'memo' | 'status' | 'startTime' | 'closeTime'
>;

/** `undefined` for one that was started by other means than this client. */
function toListedBackfill(execution: ListedExecution): ListedBackfill | undefined {
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

export interface ListBackfillsOptions {
  /** Only this pipeline's backfills. */
  readonly pipeline?: string;
  readonly state?: RunState;
  /** Backfills at most; 20 by default. */
  readonly limit?: number;
}

/** Running ones first, then the latest ended; each name once. Temporal shows a new one within a second. */
export async function listBackfills(
  settings: Settings,
  options: ListBackfillsOptions = {},
): Promise<ListedBackfill[]> {
  try {
    return await settings.client.withDeadline(Date.now() + settings.callTimeout, () =>
      collect(settings, options),
    );
  } catch (error) {
    throw toClientError(error, backfillWorkflow);
  }
}

async function collect(
  { client }: Settings,
  { pipeline, state, limit = 20 }: ListBackfillsOptions,
): Promise<ListedBackfill[]> {
  const status = state ? `= '${toExecutionStatus(state)}'` : `!= 'ContinuedAsNew'`;
  const query = `WorkflowType = '${backfillWorkflow}' AND ExecutionStatus ${status}`;
  const backfills = new Map<string, ListedBackfill>();
  for await (const execution of client.workflow.list({ query, pageSize: 100 })) {
    const listed = toListedBackfill(execution);
    if (listed === undefined || backfills.has(listed.name)) continue;
    if (pipeline !== undefined && listed.request.pipeline !== pipeline) continue;
    backfills.set(listed.name, listed);
    if (backfills.size >= limit) break;
  }
  return [...backfills.values()];
}
