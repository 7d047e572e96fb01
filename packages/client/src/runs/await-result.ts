import { setTimeout as sleep } from 'node:timers/promises';

import type { RunSummary } from '@headrace/contracts';
import { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure, TerminatedFailure, TimeoutFailure } from '@temporalio/common';

import { TemporalUnreachable } from '../errors/headrace-error.ts';
import { RunCancelled, RunFailed, type RunFailure } from '../errors/run-failed.ts';
import { toClientError, toCauses } from '../temporal/call.ts';
import type { Settings } from '../temporal/settings.ts';
import { describeRun } from './describe-run.ts';

export interface AwaitOptions {
  /** Ends the wait, not the run. */
  readonly signal?: AbortSignal;
}

/** Pause before a lost connection is tried again, ms. */
const reconnectPause = 1_000;

/**
 * Waits for a run's end through lost connections, for as long as it takes.
 * Throws `RunFailed`, `RunCancelled` or `RunNotFound`.
 */
export async function awaitResult(
  settings: Settings,
  runId: string,
  { signal }: AwaitOptions = {},
): Promise<unknown> {
  for (;;) {
    try {
      return await waitOnce(settings, runId, signal);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof WorkflowFailedError) throw await toRunError(settings, runId, error);
      const clientError = toClientError(error, runId);
      if (!(clientError instanceof TemporalUnreachable)) throw clientError;
    }
    await sleep(reconnectPause, undefined, { ...(signal && { signal }) });
  }
}

function waitOnce({ client }: Settings, runId: string, signal: AbortSignal | undefined): Promise<unknown> {
  const wait = (): Promise<unknown> => client.workflow.result(runId);
  return signal ? client.withAbortSignal(signal, wait) : wait();
}

async function toRunError(
  settings: Settings,
  runId: string,
  error: WorkflowFailedError,
): Promise<RunFailed | RunCancelled> {
  const summary = await readSummary(settings, runId);
  const state = toFailedState(error.cause);
  if (state === 'cancelled') return new RunCancelled(runId, summary, { cause: error });
  return new RunFailed(runId, { state, causes: toCauses(error.cause ?? error), summary }, { cause: error });
}

function toFailedState(cause: Error | undefined): RunFailure['state'] | 'cancelled' {
  if (cause instanceof CancelledFailure) return 'cancelled';
  if (cause instanceof TerminatedFailure) return 'terminated';
  return cause instanceof TimeoutFailure ? 'timed-out' : 'failed';
}

/** The counts are worth a try, not a second error. */
async function readSummary(settings: Settings, runId: string): Promise<RunSummary | null> {
  return describeRun(settings, runId).then(
    ({ summary }) => summary,
    () => null,
  );
}
