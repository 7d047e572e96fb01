import { toBackfillId, type BackfillProgress, type control } from '@headrace/contracts';
import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';

import { call, toClientError } from '../temporal/call.ts';
import { BackfillNotRunning } from '../errors/backfill-errors.ts';
import { NoAnswer } from '../errors/headrace-error.ts';
import { isEnded, type RunState } from '../temporal/run-state.ts';
import type { Settings } from '../temporal/settings.ts';
import { describeBackfill } from './describe-backfill.ts';

const hint = 'no workflow worker took it; one that starts soon may still do so';

/**
 * Pauses or resumes a running backfill, and answers with what it is at then.
 * Throws `BackfillNotFound`, `BackfillNotRunning`, `NoAnswer` or `TemporalUnreachable`.
 */
export async function steerBackfill(
  settings: Settings,
  name: string,
  update: (typeof control)['pause' | 'resume'],
): Promise<BackfillProgress> {
  await assertRunning(settings, name);
  const { client, callTimeout } = settings;
  const handle = client.workflow.getHandle(toBackfillId(name));
  try {
    return await client.withDeadline(Date.now() + callTimeout, () =>
      handle.executeUpdate<BackfillProgress, []>(update),
    );
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
      throw new NoAnswer(`${update} of backfill ${name}`, callTimeout, { hint, cause: error });
    }
    // One that has ended in the meantime is not found, or fails the update.
    const refused = error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError;
    if (refused) await assertRunning(settings, name);
    throw toClientError(error, name);
  }
}

async function assertRunning(settings: Settings, name: string): Promise<void> {
  const { state, stopping } = await describeBackfill(settings, name);
  if (isEnded(state) || stopping) throw new BackfillNotRunning(name, stopping ? 'stopping' : state);
}

export interface CancelledBackfill {
  readonly name: string;
  /** The state at the time of the request. */
  readonly state: RunState;
  /** Whether it was asked to stop; `false` where it had ended before. */
  readonly requested: boolean;
}

/**
 * Asks a backfill to stop: no further run is started, those in flight are cancelled and keep what they landed.
 * Throws `BackfillNotFound` or `TemporalUnreachable`.
 */
export async function cancelBackfill(settings: Settings, name: string): Promise<CancelledBackfill> {
  const { state } = await describeBackfill(settings, name);
  if (isEnded(state)) return { name, state, requested: false };
  await call(settings, name, () => settings.client.workflow.getHandle(toBackfillId(name)).cancel());
  return { name, state, requested: true };
}
