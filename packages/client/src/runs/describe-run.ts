import type { AnyPipelineContract, RunMemo, RunSummary } from '@headrace/contracts';
import type { WorkflowExecutionDescription } from '@temporalio/client';

import { RunNotFound } from '../errors/run-errors.ts';
import { call, toClientError } from '../temporal/call.ts';
import { isEnded, toRunState, toExecutionStatus, type RunState } from '../temporal/run-state.ts';
import type { Settings } from '../temporal/settings.ts';

/** A run as Temporal knows it without a worker. */
export interface RunDescription {
  readonly runId: string;
  readonly pipeline: AnyPipelineContract;
  readonly state: RunState;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Asked to stop, and not yet ended. */
  readonly stopping: boolean;
  readonly summary: RunSummary | null;
  readonly raw: WorkflowExecutionDescription['raw'];
}

/** Throws `RunNotFound`, for a workflow that is no pipeline's too. */
export async function describeRun(settings: Settings, runId: string): Promise<RunDescription> {
  const execution = await describeExecution(settings, runId);
  const pipeline = settings.pipelines.find(({ workflow }) => workflow === execution.type);
  if (pipeline === undefined) throw RunNotFound.of(runId);
  const { raw, memo, startTime, closeTime = null } = execution;
  const state = toRunState(execution.status.name);
  return {
    runId,
    pipeline,
    state,
    startedAt: toStart(memo, startTime),
    endedAt: closeTime,
    stopping: !isEnded(state) && raw.workflowExtendedInfo?.cancelRequested === true,
    summary: toSummary(memo),
    raw,
  };
}

/** The latest execution under an id, of whatever workflow. Throws `RunNotFound`. */
export function describeExecution(settings: Settings, runId: string): Promise<WorkflowExecutionDescription> {
  return call(settings, runId, () => settings.client.workflow.getHandle(runId).describe());
}

/** Finds the latest execution under an id; `undefined` without one. */
export async function findExecution(
  settings: Settings,
  runId: string,
): Promise<WorkflowExecutionDescription | undefined> {
  return describeExecution(settings, runId).catch((error: unknown) => {
    if (error instanceof RunNotFound) return undefined;
    throw error;
  });
}

/** When a run began, which is before its last execution did where that went on from another. */
export function toStart(memo: Record<string, unknown> | undefined, startTime: Date): Date {
  const { startedAt } = (memo ?? {}) as RunMemo;
  return startedAt === undefined ? startTime : new Date(startedAt);
}

/** Reads the totals that an ended run left in its memo. */
export function toSummary(memo: Record<string, unknown> | undefined): RunSummary | null {
  return (memo as RunMemo | undefined)?.summary ?? null;
}

export interface ListOptions {
  /** Only this pipeline's runs. */
  readonly pipeline?: string;
  readonly state?: RunState;
  /** Runs at most; 20 by default. */
  readonly limit?: number;
}

export interface ListedRun {
  readonly runId: string;
  readonly pipeline: string;
  readonly state: RunState;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; `null` until it ends. */
  readonly endedAt: string | null;
  readonly summary: RunSummary | null;
}

/** Running ones first, then the latest ended; each id once, as its latest execution. Temporal shows a new run within a second. */
export async function listRuns(settings: Settings, options: ListOptions = {}): Promise<ListedRun[]> {
  const { limit = 20 } = options;
  try {
    return await settings.client.withDeadline(Date.now() + settings.callTimeout, () =>
      collect(settings, toVisibilityQuery(settings, options), limit),
    );
  } catch (error) {
    throw toClientError(error, '');
  }
}

function toVisibilityQuery({ pipelines }: Settings, { pipeline, state }: ListOptions): string {
  const listed = pipelines.filter(({ name }) => pipeline === undefined || name === pipeline);
  const types = listed.map(({ workflow }) => `'${workflow}'`).join(', ');
  const status = state ? `= '${toExecutionStatus(state)}'` : `!= 'ContinuedAsNew'`;
  return `WorkflowType IN (${types || "''"}) AND ExecutionStatus ${status}`;
}

async function collect({ client, pipelines }: Settings, query: string, limit: number): Promise<ListedRun[]> {
  const runs = new Map<string, ListedRun>();
  for await (const execution of client.workflow.list({ query, pageSize: Math.min(limit, 1_000) })) {
    const { workflowId: runId, type, status, startTime, closeTime, memo } = execution;
    if (runs.has(runId)) continue;
    runs.set(runId, {
      runId,
      pipeline: pipelines.find(({ workflow }) => workflow === type)?.name ?? type,
      state: toRunState(status.name),
      startedAt: toStart(memo, startTime).toISOString(),
      endedAt: closeTime?.toISOString() ?? null,
      summary: toSummary(memo),
    });
    if (runs.size >= limit) break;
  }
  return [...runs.values()];
}
