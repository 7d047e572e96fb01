import type { AnyPipelineContract, RunMemo, RunSummary } from '@headrace/contracts';
import type { WorkflowExecutionDescription } from '@temporalio/client';

import { call } from './call.ts';
import { RunNotFound } from './errors/run-not-found.ts';
import { isEnded, toRunState, type RunState } from './run-state.ts';
import type { Settings } from './settings.ts';

/** What Temporal knows of a run without asking a worker. */
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

/** The same; `undefined` where there is none. */
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

/** What an ended run left in its memo. */
export function toSummary(memo: Record<string, unknown> | undefined): RunSummary | null {
  return (memo as RunMemo | undefined)?.summary ?? null;
}
