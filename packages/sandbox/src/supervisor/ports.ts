import getPort from 'get-port';

import { ProcessNotReady } from './guarded-process.ts';

/** The ports people know; taken ones give way to free ones. */
export const usualPorts = { temporal: 7233, temporalUi: 8233, postgres: 5433, source: 8930 } as const;

const attempts = 3;

/** A free port on loopback: the preferred one if it is, and not again soon in this process. */
export function findPort(preferred?: number): Promise<number> {
  return getPort({ host: '127.0.0.1', ...(preferred !== undefined && { port: preferred }) });
}

/** Starts again when another process took a port between its choice and its use; `start` chooses anew. */
export async function onFreePorts<Result>(start: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      const taken =
        error instanceof ProcessNotReady && /address already in use|EADDRINUSE/.test(error.message);
      if (!taken || attempt === attempts) throw error;
    }
  }
}
