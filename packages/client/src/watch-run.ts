import { setTimeout as sleep } from 'node:timers/promises';

import { awaitResult } from './await-result.ts';
import { TemporalUnreachable } from './errors/temporal-unreachable.ts';
import { readStatus, type RunStatus } from './read-status.ts';
import { isEnded } from './run-state.ts';
import type { Settings } from './settings.ts';
import { forwardProgress } from './sum-progress.ts';

export interface WatchOptions {
  /** Time between two looks, ms; 1 s by default. */
  readonly interval?: number;
  /** Ends the watching, not the run. */
  readonly signal?: AbortSignal;
}

export interface WatchedStatus extends RunStatus {
  /** `false` while Temporal does not answer; the rest is then as it was last known. */
  readonly connected: boolean;
}

/** Bound of one look, ms: how soon a lost connection is told. */
const lookTimeout = 3_000;

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

interface Pacer {
  /** Waits an interval, but no longer than until the run ends. Throws when the caller's signal aborts. */
  pause(): Promise<void>;
  stop(): void;
}

function startPacer(settings: Settings, runId: string, { interval = 1_000, signal }: WatchOptions): Pacer {
  const stopped = new AbortController();
  const either = signal ? AbortSignal.any([signal, stopped.signal]) : stopped.signal;
  let ending: Promise<void>[] = [awaitEnd()];

  async function awaitEnd(): Promise<void> {
    // How it ended, the next look says.
    await awaitResult(settings, runId, { signal: either }).catch(() => null);
    ending = [];
  }

  return {
    async pause() {
      await Promise.race([sleep(interval, undefined, { signal: either }).catch(() => null), ...ending]);
      signal?.throwIfAborted();
    },
    stop: () => stopped.abort(),
  };
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
