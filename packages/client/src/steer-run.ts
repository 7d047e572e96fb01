import type { control, Steering, Tuning } from '@headrace/contracts';
import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';

import { toClientError } from './call.ts';
import { describeRun } from './describe-run.ts';
import { NoAnswer } from './errors/no-answer.ts';
import { RunEnded } from './errors/run-ended.ts';
import { SteeringRefused } from './errors/steering-refused.ts';
import { isEnded } from './run-state.ts';
import type { Settings } from './settings.ts';

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
