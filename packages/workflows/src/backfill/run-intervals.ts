import { intervalAt, intervalsBetween, type Range } from '@headrace/calendar';
import {
  limits,
  toIntervalRunId,
  type AnyPipelineContract,
  type BackfillRequest,
  type Interval,
  type BackfillFailure,
  type CarriedBackfill,
  type TimedWhen,
} from '@headrace/contracts';
import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import { condition, workflowInfo, CancellationScope, isCancellation } from '@temporalio/workflow';

import { findFinishedRuns, executeIntervalRun } from '../interval/interval-run.ts';
import { throwIfCancelled } from '../run/land-batches.ts';
import { runInWindow, type Task } from '../run/window.ts';
import type { BackfillTracker, IntervalEnd } from './progress.ts';

export interface BackfillWork {
  readonly contract: AnyPipelineContract;
  readonly request: BackfillRequest;
  readonly progress: BackfillTracker;
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

interface EndIntervalOptions {
  readonly contract: AnyPipelineContract;
  readonly request: BackfillRequest;
  /** Of the interval's run, whichever way it is started. */
  readonly runId: string;
  /** Whether the run has completed by now. */
  readonly isDone: () => Promise<boolean>;
}

/** Brings one interval to its end, as a child, and says which; a cancellation drains it. */
async function endInterval(interval: Interval, options: EndIntervalOptions): Promise<IntervalEnd> {
  const { contract, request, runId, isDone } = options;
  try {
    await executeIntervalRun(contract, {
      interval,
      schedule: request.schedule,
      runId,
      request: request.request,
    });
    return 'completed';
  } catch (failure) {
    if (CancellationScope.current().consideredCancelled) return 'stopped';
    if (failure instanceof WorkflowExecutionAlreadyStartedError) {
      return (await isDone()) ? 'finished' : 'elsewhere';
    }
    return toFailure(failure, { interval, runId });
  }
}

const messageCharacters = 200;

function toFailure(
  failure: unknown,
  { interval, runId }: Pick<BackfillFailure, 'interval' | 'runId'>,
): BackfillFailure {
  const origin = unwrap(failure);
  const { name, message } = origin instanceof Error ? origin : { name: 'Error', message: String(origin) };
  const said = origin instanceof ApplicationFailure ? origin.type : undefined;
  const type = isCancellation(failure) ? 'Cancelled' : (said ?? name);
  return { interval, runId, type, message: message.slice(0, messageCharacters) };
}

/** The failure inside Temporal's own wrappings. */
function unwrap(failure: unknown): unknown {
  const wraps = failure instanceof ChildWorkflowFailure || failure instanceof ActivityFailure;
  return wraps && failure.cause ? unwrap(failure.cause) : failure;
}

/** The intervals not looked at yet. */
export type Rest = Pick<CarriedBackfill, 'from' | 'to'>;

/** Lists a backfill's remaining intervals, in the order of their runs. */
export function intervalsOf({ when, newestFirst, carried, ...asked }: BackfillRequest): Generator<Interval> {
  const { from, to } = carried ?? asked;
  const range = { from: new Date(from), to: new Date(to) };
  return newestFirst ? backwards(when, range) : intervalsBetween(when, range);
}

function* backwards(when: TimedWhen, range: Range): Generator<Interval> {
  const first = intervalsBetween(when, range).next();
  if (first.done) return;
  for (let before = range.to.getTime(); before > Date.parse(first.value.start);) {
    const interval = intervalAt(when, new Date(before - 1));
    yield interval;
    before = Date.parse(interval.start);
  }
}

/** Computes the remaining range once an interval is taken. */
export function afterwards(
  interval: Interval,
  { rest, newestFirst }: { rest: Rest; newestFirst: boolean },
): Rest {
  return newestFirst ? { ...rest, to: interval.start } : { ...rest, from: interval.end };
}

/** So many at a time. */
export function* pagesOf<Item>(items: Iterable<Item>, size: number): Generator<readonly Item[]> {
  let page: Item[] = [];
  for (const item of items) {
    page.push(item);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
