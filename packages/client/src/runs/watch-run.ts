import { setTimeout as sleep } from 'node:timers/promises';

import { TemporalUnreachable } from '../errors/headrace-error.ts';
import { isEnded, type RunState } from '../temporal/run-state.ts';
import type { Settings } from '../temporal/settings.ts';
import { awaitResult } from './await-result.ts';
import { forwardProgress } from './run-progress.ts';
import { readStatus, type RunStatus } from './run-status.ts';

export type WatchedStatus = Watched<RunStatus>;

/**
 * A run's status again and again until it has ended, its last one included. Goes on through lost connections and dead
 * workers; its counts never go backwards.
 * Throws `RunNotFound`, and `TemporalUnreachable` where there was no first answer.
 */
export function watchRun(
  settings: Settings,
  runId: string,
  options: WatchOptions = {},
): AsyncGenerator<WatchedStatus, void> {
  return watchWorkflow<RunStatus>(
    settings,
    {
      workflowId: runId,
      read: (bounded) => readStatus(bounded, runId),
      follow: (last, next) => ({ ...next, progress: forwardProgress(last.progress, next.progress) }),
    },
    options,
  );
}

export interface WatchOptions {
  /** Time between two looks, ms; 1 s by default. */
  readonly interval?: number;
  /** Ends the watching, not what is watched. */
  readonly signal?: AbortSignal;
}

/** A status as a watcher sees it. */
export type Watched<Status> = Status & {
  /** `false` while Temporal does not answer; the rest is then as it was last known. */
  readonly connected: boolean;
};

interface Watch<Status> {
  readonly workflowId: string;
  readonly read: (settings: Settings) => Promise<Status>;
  /** Joins a status with the one before. */
  readonly follow: (last: Status, next: Status) => Status;
}

/** Bound of one look, ms: how soon a lost connection is told. */
const lookTimeout = 3_000;

/**
 * A workflow's status again and again until it has ended, its last one included, through lost connections and dead
 * workers. Throws what `read` throws; `TemporalUnreachable` only where there was no first answer.
 */
export async function* watchWorkflow<Status extends { readonly state: RunState }>(
  settings: Settings,
  watch: Watch<Status>,
  options: WatchOptions,
): AsyncGenerator<Watched<Status>, void> {
  let last: Watched<Status> = { ...(await watch.read(settings)), connected: true };
  yield last;
  if (isEnded(last.state)) return;
  const pacer = startPacer(settings, watch.workflowId, options);
  try {
    while (!isEnded(last.state)) {
      await pacer.pause();
      last = await look({ ...settings, callTimeout: lookTimeout }, watch, last);
      yield last;
    }
  } finally {
    pacer.stop();
  }
}

async function look<Status>(
  settings: Settings,
  { read, follow }: Watch<Status>,
  last: Watched<Status>,
): Promise<Watched<Status>> {
  try {
    return { ...follow(last, await read(settings)), connected: true };
  } catch (error) {
    if (error instanceof TemporalUnreachable) return { ...last, connected: false };
    throw error;
  }
}

/** Paces the looks at a workflow. */
interface Pacer {
  /** Waits an interval, but no longer than until the workflow ends. Throws when the caller's signal aborts. */
  pause(): Promise<void>;
  stop(): void;
}

function startPacer(
  settings: Settings,
  workflowId: string,
  { interval = 1_000, signal }: WatchOptions,
): Pacer {
  const stopped = new AbortController();
  const either = signal ? AbortSignal.any([signal, stopped.signal]) : stopped.signal;
  let ending: Promise<void>[] = [awaitEnd()];

  async function awaitEnd(): Promise<void> {
    // How it ended, the next look says.
    await awaitResult(settings, workflowId, { signal: either }).catch(() => null);
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
