import { call } from './call.ts';
import { describeRun } from './describe-run.ts';
import { isEnded, type RunState } from './run-state.ts';
import type { Settings } from './settings.ts';

export interface CancelledRun {
  readonly runId: string;
  /** What it was at when it was asked. */
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
