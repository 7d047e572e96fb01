import { intervalsBetween } from '@headrace/calendar';
import {
  backfillWorkflow,
  findFinishedWorkflow,
  formatStart,
  limits,
  taskQueues,
  toBackfillId,
  toSortedJson,
  toIntervalRunId,
  type AnyPipelineContract,
  type BackfillMemo,
  type BackfillRequest,
  type BackfillWorkflow,
  type Interval,
} from '@headrace/contracts';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

import { call } from '../temporal/call.ts';
import { BackfillRunning } from '../errors/backfill-errors.ts';
import { isEnded } from '../temporal/run-state.ts';
import type { Settings } from '../temporal/settings.ts';
import { toBackfillRequest, type AnyBackfillOptions } from './backfill-request.ts';
import { describeBackfill } from './describe-backfill.ts';
import { askWorkers } from '../temporal/ask.ts';

export interface StartedBackfill {
  readonly name: string;
  /** `running-already`: the same was asked before, and is running; nothing was started. */
  readonly outcome: 'started' | 'running-already';
  readonly request: BackfillRequest;
}

/** Starts a backfill, or finds the one that is asked the same. Throws `InvalidInput` or `BackfillRunning`. */
export async function createBackfill(
  settings: Settings,
  contract: AnyPipelineContract,
  options: AnyBackfillOptions,
): Promise<StartedBackfill> {
  const request = toBackfillRequest(settings, contract, options);
  const { name } = request;
  if (await start(settings, request)) return { name, outcome: 'started', request };
  const running = await describeBackfill(settings, name);
  if (toSortedJson(running.request) === toSortedJson(request)) {
    return { name, outcome: 'running-already', request };
  }
  throw new BackfillRunning(name, 'give another name, or cancel it first');
}

/** Starts an ended backfill over the same range: what is done by then is not run again. Throws `BackfillRunning`. */
export async function retryBackfill(settings: Settings, name: string): Promise<StartedBackfill> {
  const { request: before, state } = await describeBackfill(settings, name);
  const { again: _again, ...asked } = before.request;
  const request = { ...before, request: asked };
  if (isEnded(state) && (await start(settings, request))) return { name, outcome: 'started', request };
  throw new BackfillRunning(name, 'it can be retried once it has ended');
}

/** Whether it was started; not where one of its name is running. */
async function start(settings: Settings, request: BackfillRequest): Promise<boolean> {
  const { name, pipeline, schedule, from, to } = request;
  const memo: BackfillMemo = { request };
  const title = settings.pipelines.find((known) => known.name === pipeline)?.title ?? pipeline;
  try {
    await call(settings, name, () =>
      settings.client.workflow.start<BackfillWorkflow>(backfillWorkflow, {
        workflowId: toBackfillId(name),
        taskQueue: taskQueues.workflows,
        args: [request],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        memo: { ...memo },
        staticSummary: `Backfill of ${title}: ${schedule}, ${formatStart(from)} to ${formatStart(to)}`,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

export interface PreviewedInterval {
  readonly interval: Interval;
  readonly runId: string;
  /** Whether its run has completed. */
  readonly finished: boolean;
  /** Whether the backfill would run it. */
  readonly runs: boolean;
}

/** Some of a backfill's intervals, and what the whole backfill would be asked. */
export interface BackfillPreview {
  readonly request: BackfillRequest;
  readonly intervals: readonly PreviewedInterval[];
}

/**
 * Previews a backfill, oldest first, a page at a time; every page is one short workflow. Throws
 * `InvalidInput`, `NoAnswer` or `TemporalUnreachable`.
 */
export async function* previewBackfill(
  settings: Settings,
  contract: AnyPipelineContract,
  options: AnyBackfillOptions,
): AsyncGenerator<BackfillPreview, void> {
  const request = toBackfillRequest(settings, contract, options);
  const { when, from, to } = request;
  let page: Interval[] = [];
  for (const interval of intervalsBetween(when, { from: new Date(from), to: new Date(to) })) {
    page.push(interval);
    if (page.length < limits.runIdsPerQuestion) continue;
    yield await look(settings, request, page);
    page = [];
  }
  if (page.length > 0) yield await look(settings, request, page);
}

async function look(
  settings: Settings,
  request: BackfillRequest,
  page: readonly Interval[],
): Promise<BackfillPreview> {
  const { pipeline, schedule } = request;
  const runs = page.map((interval) => ({
    interval,
    runId: toIntervalRunId({ pipeline, schedule, start: interval.start }),
  }));
  const found = await askWorkers<readonly string[]>(settings, {
    workflow: findFinishedWorkflow,
    request: { runIds: runs.map(({ runId }) => runId) },
    id: 'find-finished',
    summary: `Finished intervals of ${pipeline}`,
    subject: 'the backfill',
    work: `asking which intervals of ${pipeline} are done`,
  });
  const finished = new Set(found);
  const again = request.request.again === true;
  const intervals = runs.map((run) => {
    const isFinished = finished.has(run.runId);
    return { ...run, finished: isFinished, runs: again || !isFinished };
  });
  return { request, intervals };
}
