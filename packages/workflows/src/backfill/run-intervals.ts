import {
  limits,
  toIntervalRunId,
  type AnyPipelineContract,
  type BackfillRequest,
  type Interval,
} from '@headrace/contracts';
import { condition, workflowInfo } from '@temporalio/workflow';

import { findFinishedRuns } from '../run/find-finished-runs.ts';
import { throwIfCancelled } from '../run/land-batches.ts';
import { runInWindow, type Task } from '../run/window.ts';
import { endInterval } from './end-interval.ts';
import { afterwards, intervalsOf, pagesOf, type Rest } from './intervals.ts';
import type { BackfillKeeper } from './progress.ts';

export interface BackfillWork {
  readonly contract: AnyPipelineContract;
  readonly request: BackfillRequest;
  readonly progress: BackfillKeeper;
}

/** Runs what is not done, and answers with what is left to a new execution; `undefined` when all is through. */
export async function runIntervals(work: BackfillWork): Promise<Rest | undefined> {
  const { request, progress } = work;
  const { parallel, newestFirst = false, carried } = request;
  let rest: Rest = carried ?? request;
  const onTaken = (interval: Interval): void => {
    rest = afterwards(interval, { rest, newestFirst });
  };
  const { drained } = await runInWindow(tasksOf(work, onTaken), {
    size: () => parallel,
    isPaused: () => progress.now.paused,
    isClosing: isLong,
    until: condition,
  });
  await throwIfCancelled();
  return drained ? undefined : { from: rest.from, to: rest.to };
}

function isLong(): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength >= limits.historyEvents;
}

async function* tasksOf(work: BackfillWork, onTaken: (interval: Interval) => void): AsyncIterable<Task> {
  const { request, progress } = work;
  for (const page of pagesOf(intervalsOf(request), limits.runIdsPerQuestion)) {
    const done = await findDone(request, page);
    for (const interval of page) {
      onTaken(interval);
      if (done.has(toRunId(request, interval))) progress.pass();
      else yield () => runOne(work, interval);
    }
  }
}

async function runOne({ contract, request, progress }: BackfillWork, interval: Interval): Promise<void> {
  const runId = toRunId(request, interval);
  const isDone = async (): Promise<boolean> => (await findDone(request, [interval])).has(runId);
  progress.start();
  progress.end(await endInterval(interval, { contract, request, runId, isDone }));
}

/** The runs that need not be run; none where finished ones are to be run again. */
async function findDone(
  request: BackfillRequest,
  intervals: readonly Interval[],
): Promise<ReadonlySet<string>> {
  if (request.request.again) return new Set();
  return findFinishedRuns(intervals.map((interval) => toRunId(request, interval)));
}

function toRunId({ pipeline, schedule }: BackfillRequest, { start }: Interval): string {
  return toIntervalRunId({ pipeline, schedule, start });
}
