import { randomUUID } from 'node:crypto';

import {
  compareRunIdentities,
  pruneFilter,
  taskQueues,
  toIntervalRunId,
  toRunIdentity,
  type AnyPipelineContract,
  type AnyRunRequest,
  type ResultOf,
  type RunMemo,
  type RunRequest,
  type RunSummary,
  type StartFields,
} from '@headrace/contracts';
import type { WorkflowExecutionDescription, WorkflowStartOptions } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

import { RequestDiffers, RunIdTaken, RunStillRunning } from '../errors/run-errors.ts';
import { call } from '../temporal/call.ts';
import { isEnded, toRunState } from '../temporal/run-state.ts';
import type { Settings } from '../temporal/settings.ts';
import { toStaticDetails, toStaticSummary } from '../temporal/user-metadata.ts';
import { describeExecution, findExecution, toSummary } from './describe-run.ts';
import { checkStart, type AnyStartOptions } from './start-options.ts';

/**
 * The outcome of a start.
 * - `started`: no run had the id
 * - `running-already`, `done-already`: a run has the id; nothing was started
 * - `goes-on`: a failed or cancelled run had the id; a new execution goes on from the kept work
 * - `starts-over`: as `again` asks, the kept work is dropped
 */
export type StartOutcome = 'started' | 'running-already' | 'done-already' | 'goes-on' | 'starts-over';

export interface StartedRun<Contract> {
  readonly runId: string;
  readonly outcome: StartOutcome;
  /** Whether this call started the run. */
  readonly started: boolean;
  /** The kept totals that the run goes on from; `null` where there are none. */
  readonly kept: RunSummary | null;
  /** Whether what it goes on from may have been pruned since: then it begins anew. Only the store knows. */
  readonly mayBePruned: boolean;
  /** Waits for the run's end. Throws `RunFailed` or `RunCancelled`. */
  result(): Promise<[ResultOf<Contract>] extends [never] ? unknown : ResultOf<Contract>>;
}

export type RunStart = Pick<StartedRun<AnyPipelineContract>, 'runId' | 'outcome' | 'kept' | 'mayBePruned'>;

/**
 * Starts a run, or finds the one that has its id: two callers at once get the one run.
 * Throws `InvalidInput`, `RunIdTaken`, `RequestDiffers`, `RunStillRunning` or `TemporalUnreachable`.
 */
export async function startRun(
  settings: Settings,
  contract: AnyPipelineContract,
  options: AnyStartOptions,
): Promise<RunStart> {
  const { request, start } = checkStart(settings.pipelines, contract, options);
  const asked: AskedRun = { contract, request };
  const known = start.id ?? toKnownId(asked);
  const runId = known ?? createRunId(contract.name);
  const before = known === undefined ? undefined : await findExecution(settings, runId);
  if (before) assertSame(settings, before, asked);
  try {
    await call(settings, runId, () =>
      settings.client.workflow.start(contract.workflow, toWorkflowOptions(asked, { ...start, id: runId })),
    );
    if (before === undefined) return { runId, outcome: 'started', ...nothingKept };
    if (request.again) return { runId, outcome: 'starts-over', ...nothingKept };
    return { runId, outcome: 'goes-on', kept: toSummary(before.memo), mayBePruned: mayBePruned(before) };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const outcome = await joinRun(settings, runId, asked);
    return { runId, outcome, ...nothingKept };
  }
}

const nothingKept = { kept: null, mayBePruned: false } as const;

/** A prune takes runs that ended longer ago than its least age. */
function mayBePruned({ closeTime }: WorkflowExecutionDescription): boolean {
  const { minimum = 0 } = pruneFilter.olderThan;
  return closeTime !== undefined && Date.now() - closeTime.getTime() > minimum;
}

/** The id of a schedule's interval, the same whichever way its run is started. */
function toKnownId({ contract, request: { interval, schedule } }: AskedRun): string | undefined {
  if (interval === undefined || schedule === undefined) return undefined;
  return toIntervalRunId({ pipeline: contract.name, schedule, start: interval.start });
}

function assertOwner(
  { pipelines }: Settings,
  execution: WorkflowExecutionDescription,
  contract: AnyPipelineContract,
): void {
  if (execution.type === contract.workflow) return;
  const owner = pipelines.find(({ workflow }) => workflow === execution.type)?.name ?? execution.type;
  throw new RunIdTaken(execution.workflowId, { owner, pipeline: contract.name });
}

function toWorkflowOptions(
  { contract, request }: AskedRun,
  { id, runTimeout, executionTimeout }: StartFields & { readonly id: string },
): WorkflowStartOptions<(request: RunRequest<unknown>) => Promise<unknown>> {
  return {
    workflowId: id,
    taskQueue: taskQueues.workflows,
    args: [{ input: {}, ...request }],
    workflowIdReusePolicy: request.again ? 'ALLOW_DUPLICATE' : 'ALLOW_DUPLICATE_FAILED_ONLY',
    // The server's refusal is how a caller learns that the run is not of its own making.
    workflowIdConflictPolicy: 'FAIL',
    ...(runTimeout !== undefined && { workflowRunTimeout: runTimeout }),
    ...(executionTimeout !== undefined && { workflowExecutionTimeout: executionTimeout }),
    memo: { request: toRunIdentity(contract, request) } satisfies RunMemo,
    staticSummary: toStaticSummary(contract, request),
    staticDetails: toStaticDetails(contract, request),
  };
}

async function joinRun(settings: Settings, runId: string, asked: AskedRun): Promise<StartOutcome> {
  const execution = await describeExecution(settings, runId);
  assertSame(settings, execution, asked);
  if (asked.request.again) throw new RunStillRunning(runId);
  return isEnded(toRunState(execution.status.name)) ? 'done-already' : 'running-already';
}

interface AskedRun {
  readonly contract: AnyPipelineContract;
  /** Checked. */
  readonly request: AnyRunRequest;
}

/** Starting over may land something else. A run without a request in its memo was started by an older or another client. */
function assertSame(
  settings: Settings,
  execution: WorkflowExecutionDescription,
  { contract, request }: AskedRun,
): void {
  assertOwner(settings, execution, contract);
  const { request: before } = (execution.memo ?? {}) as RunMemo;
  if (before === undefined || request.again) return;
  const differences = compareRunIdentities(before, toRunIdentity(contract, request));
  if (differences.length > 0) throw new RequestDiffers(execution.workflowId, differences);
}

/** `hacker-news-20261121-153012-9f3a1c`: sorts by time, and two of one second do not meet. */
export function createRunId(pipeline: string, now: Date = new Date()): string {
  const [date = '', time = ''] = now.toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  return `${pipeline}-${date}-${time}-${randomUUID().slice(0, 6)}`;
}
