import getPort from 'get-port';

import { ProcessNotReady } from './guarded-process.ts';

/** The ports people know; taken ones give way to free ones. */
export const usualPorts = { temporal: 7233, temporalUi: 8233, postgres: 5433, source: 8930 } as const;

const attempts = 3;

/**
 * Below the ports that systems give to outgoing connections (Linux from 32768, others from 49152): while a server is
 * down, no connection takes the port that it comes back on.
 */
const serverPorts = { from: 20_000, to: 32_000 };
/** Ports that are tried at random before the system chooses one. */
const tries = 20;

/** A free port on loopback; the preferred one where it is free. */
export function findPort(preferred?: number): Promise<number> {
  const { from, to } = serverPorts;
  const random = Array.from({ length: tries }, () => from + Math.floor(Math.random() * (to - from)));
  return getPort({ host: '127.0.0.1', port: preferred === undefined ? random : [preferred, ...random] });
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
