import { TemporalUnreachable } from './errors/temporal-unreachable.ts';
import { lookTimeout, startPacer, type WatchOptions } from './pacer.ts';
import { readStatus, type RunStatus } from './read-status.ts';
import { isEnded } from './run-state.ts';
import type { Settings } from './settings.ts';
import { forwardProgress } from './sum-progress.ts';

export interface WatchedStatus extends RunStatus {
  /** `false` while Temporal does not answer; the rest is then as it was last known. */
  readonly connected: boolean;
}

/**
 * A run's status again and again until it has ended, its last one included. Goes on through lost connections and dead
 * workers; its counts never go backwards.
 * Throws `RunNotFound`, and `TemporalUnreachable` where there was no first answer.
 */
export async function* watchRun(
  settings: Settings,
  runId: string,
  options: WatchOptions = {},
): AsyncGenerator<WatchedStatus, void> {
  let last: WatchedStatus = { ...(await readStatus(settings, runId)), connected: true };
  yield last;
  if (isEnded(last.state)) return;
  const pacer = startPacer(settings, runId, options);
  try {
    while (!isEnded(last.state)) {
      await pacer.pause();
      last = await look({ ...settings, callTimeout: lookTimeout }, last);
      yield last;
    }
  } finally {
    pacer.stop();
  }
}

async function look(settings: Settings, last: WatchedStatus): Promise<WatchedStatus> {
  try {
    const status = await readStatus(settings, last.runId);
    return { ...status, progress: forwardProgress(last.progress, status.progress), connected: true };
  } catch (error) {
    if (error instanceof TemporalUnreachable) return { ...last, connected: false };
    throw error;
  }
}
