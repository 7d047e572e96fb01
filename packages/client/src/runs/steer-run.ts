import type { control, Steering, Tuning } from '@headrace/contracts';
import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';

import { NoAnswer } from '../errors/headrace-error.ts';
import { RunEnded, SteeringRefused } from '../errors/run-errors.ts';
import { toClientError, call } from '../temporal/call.ts';
import { isEnded, type RunState } from '../temporal/run-state.ts';
import type { Settings } from '../temporal/settings.ts';
import { describeRun } from './describe-run.ts';

/** An update that a run takes, by its name in contracts. */
export interface SteeringUpdate {
  readonly name: (typeof control)['pause' | 'resume' | 'tune'];
  readonly tuning?: Tuning;
}

const hint = 'no workflow worker took it; one that starts soon may still do so';

/**
 * Has a running run take an update, and answers with the steering that holds from then on.
 * Throws `RunNotFound`, `RunEnded`, `SteeringRefused`, `NoAnswer` or `TemporalUnreachable`.
 */
export async function steerRun(settings: Settings, runId: string, update: SteeringUpdate): Promise<Steering> {
  await assertRunning(settings, runId);
  const { client, callTimeout } = settings;
  const handle = client.workflow.getHandle(runId);
  const { name, tuning } = update;
  try {
    return await client.withDeadline(Date.now() + callTimeout, () =>
      tuning
        ? handle.executeUpdate<Steering, [Tuning]>(name, { args: [tuning] })
        : handle.executeUpdate<Steering, []>(name),
    );
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
      throw new NoAnswer(`${name} of run ${runId}`, callTimeout, { hint, cause: error });
    }
    // A run that has ended in the meantime is not found, or fails the update.
    if (isRefusal(error)) await assertRunning(settings, runId);
    throw error instanceof WorkflowUpdateFailedError
      ? new SteeringRefused(runId, error.cause?.message ?? error.message, { cause: error })
      : toClientError(error, runId);
  }
}

async function assertRunning(settings: Settings, runId: string): Promise<void> {
  const { state } = await describeRun(settings, runId);
  if (isEnded(state)) throw new RunEnded(runId, state);
}

function isRefusal(error: unknown): boolean {
  return error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError;
}

export interface CancelledRun {
  readonly runId: string;
  /** The state at the time of the request. */
  readonly state: RunState;
  /** Whether it was asked to stop; `false` where it had ended before. */
  readonly requested: boolean;
}

/**
 * Asks a run to stop: nothing further is dispatched, the chunks in flight commit, and its memo says what was kept.
 * Throws `RunNotFound` or `TemporalUnreachable`.
 */
export async function cancelRun(settings: Settings, runId: string): Promise<CancelledRun> {
  const { state } = await describeRun(settings, runId);
  if (isEnded(state)) return { runId, state, requested: false };
  await call(settings, runId, () => settings.client.workflow.getHandle(runId).cancel());
  return { runId, state, requested: true };
}
