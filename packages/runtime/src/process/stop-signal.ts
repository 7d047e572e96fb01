import { constants } from 'node:os';

import type { Logger } from 'pino';

export interface StopSignal extends Disposable {
  /** Aborts at the first SIGTERM or SIGINT. */
  readonly signal: AbortSignal;
}

/** ms. A terminal's Ctrl-C comes twice: from the terminal itself, and passed on by the parent process. */
const sameRequest = 300;

/** The first SIGTERM or SIGINT asks to stop; a second one, later, ends the process at once with 128 + its number. */
export function listenForStop(logger: Logger): StopSignal {
  const stop = new AbortController();
  let askedAt = 0;

  function onSignal(signal: 'SIGTERM' | 'SIGINT'): void {
    if (!stop.signal.aborted) {
      askedAt = Date.now();
      logger.info({ signal }, 'Stopping; a second signal stops at once');
      stop.abort(new Error(`stopped by ${signal}`));
    } else if (Date.now() - askedAt > sameRequest) {
      logger.warn({ signal }, 'Stopped at once');
      process.exit(128 + constants.signals[signal]);
    }
  }

  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return {
    signal: stop.signal,
    [Symbol.dispose]: () => {
      process.off('SIGTERM', onSignal);
      process.off('SIGINT', onSignal);
    },
  };
}

/** Waits for a step of the start, or rejects with the signal's reason as soon as the process is asked to stop. */
export async function orStop<Value>(step: Promise<Value>, stop: AbortSignal): Promise<Value> {
  stop.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const onAbort = (): void => stopped.reject(stop.reason);
  stop.addEventListener('abort', onAbort);
  try {
    return await Promise.race([step, stopped.promise]);
  } finally {
    stop.removeEventListener('abort', onAbort);
  }
}
