import { setTimeout as sleep } from 'node:timers/promises';

import { awaitResult } from './await-result.ts';
import type { Settings } from './settings.ts';

export interface WatchOptions {
  /** Time between two looks, ms; 1 s by default. */
  readonly interval?: number;
  /** Ends the watching, not what is watched. */
  readonly signal?: AbortSignal;
}

/** Bound of one look, ms: how soon a lost connection is told. */
export const lookTimeout = 3_000;

/** Paces the looks at a workflow. */
export interface Pacer {
  /** Waits an interval, but no longer than until the run ends. Throws when the caller's signal aborts. */
  pause(): Promise<void>;
  stop(): void;
}

export function startPacer(
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
