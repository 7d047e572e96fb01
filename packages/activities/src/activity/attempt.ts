import { setMaxListeners } from 'node:events';

import { retryableErrors, type BatchProgress } from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import type { Clock } from './dependencies.ts';
import { retryable } from './failures.ts';

export interface AttemptOptions {
  readonly clock: Clock;
  /** An attempt that commits nothing for longer is ended, ms. */
  readonly progressTimeout: number;
  readonly details: () => BatchProgress;
}

/** The reason for which what is in flight is dropped once an attempt that should end has waited for it. */
export class Drained extends Error {
  override readonly name = 'Drained';
}

/** An attempt at an activity: clocks, stop request and the commit in flight. */
export interface Attempt extends AsyncDisposable {
  /** Aborts what is in flight when the attempt is lost, stuck or failed, or has drained for long enough. */
  readonly signal: AbortSignal;
  /**
   * Set when the attempt should end after what is in flight.
   * - `drain`: the run was cancelled; commit and answer
   * - `hand-back`: the worker is stopping; commit and let the batch go on elsewhere
   */
  readonly stop: 'drain' | 'hand-back' | undefined;
  /** Commits beside the next fetch; call `committed` before the next. */
  commit(work: () => Promise<void>): void;
  /** Waits for the commit in flight. Throws what it threw. */
  committed(): Promise<void>;
}

/** How long an attempt that should end waits for the requests in flight, ms. */
const drainTimeout = 3_000;
/** For activities without a heartbeat timeout of their own, ms. */
const unset = 30_000;

/** Beats say that the process is alive, commits that work moves; Temporal bounds the whole. */
export function openAttempt(options: AttemptOptions): Attempt {
  const context = Context.current();
  const { info, cancellationSignal } = context;
  const ended = new AbortController();
  // One listener for each request in flight.
  setMaxListeners(0, ended.signal);
  let movedAt = options.clock.now();
  let inFlight = Promise.resolve();
  let draining: NodeJS.Timeout | undefined;

  function beat(): void {
    context.heartbeat(options.details());
    const still = options.clock.now() - movedAt;
    if (still <= options.progressTimeout) return;
    const seconds = Math.round(still / 1_000);
    ended.abort(
      retryable(retryableErrors.noProgress, `${info.activityType} committed nothing for ${seconds} s`),
    );
  }

  function onCancelled(): void {
    if (stopOf(context) === undefined) ended.abort(cancellationSignal.reason);
    else draining = setTimeout(() => ended.abort(new Drained()), drainTimeout);
  }

  async function commitAndMove(work: () => Promise<void>): Promise<void> {
    await work();
    movedAt = options.clock.now();
  }

  const timer = setInterval(beat, (info.heartbeatTimeoutMs || unset) / heartbeatsPerTimeout);
  cancellationSignal.addEventListener('abort', onCancelled, { once: true });
  beat();
  return {
    signal: ended.signal,
    get stop() {
      return stopOf(context);
    },
    commit(work) {
      inFlight = commitAndMove(work);
      inFlight.catch((error: unknown) => ended.abort(error));
    },
    committed: () => inFlight,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      clearTimeout(draining);
      cancellationSignal.removeEventListener('abort', onCancelled);
      ended.abort();
      await Promise.allSettled([inFlight]);
      // Goes on to the next attempt with this one's failure.
      context.heartbeat(options.details());
    },
  };
}

function stopOf({ cancellationSignal, cancellationDetails }: Context): Attempt['stop'] {
  if (!cancellationSignal.aborted) return undefined;
  if (cancellationDetails?.cancelRequested) return 'drain';
  return cancellationDetails?.workerShutdown ? 'hand-back' : undefined;
}

/** Several beats fit one timeout, so that a late one costs nothing. */
const heartbeatsPerTimeout = 4;

/** Beats while work goes on that cannot say how far it is: a long statement, or a source that lets itself be waited for. */
export async function withHeartbeats<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const { heartbeatTimeoutMs } = context.info;
  if (heartbeatTimeoutMs === undefined) return work();
  const timer = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / heartbeatsPerTimeout);
  return work().finally(() => clearInterval(timer));
}
