import { setTimeout as sleep } from 'node:timers/promises';
import { withoutTemporalSettings } from '../client-env.ts';
import type { ProcessSpec } from '../supervisor/process-spec.ts';

export interface TemporalProcessOptions {
  /** Path of the Temporal CLI. */
  cli: string;
  port: number;
  /** The server's HTTP API, which tells when it is ready. */
  httpPort: number;
  /** Web UI; without it there is none. */
  uiPort?: number | undefined;
  /** Keeps the workflows over restarts; without it they are gone with the process. */
  dbFile?: string | undefined;
  /** The server's dynamic configuration, by key. */
  dynamicConfig?: Readonly<Record<string, unknown>>;
  env: NodeJS.ProcessEnv;
}

/** Half the latency of SQLite's defaults, and a kill still loses nothing. */
const pragmas = ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'];

/** Temporal's development server with the namespace `default`, on loopback. */
export function describeTemporalProcess(options: TemporalProcessOptions): ProcessSpec {
  const { cli, port, httpPort, uiPort, dbFile, env } = options;
  const server = ['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'error'];
  const ports = ['--port', String(port), '--http-port', String(httpPort)];
  const ui = uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch'];
  const kept = dbFile === undefined ? [] : ['--db-filename', dbFile, ...pragmas];
  const dynamic = Object.entries(options.dynamicConfig ?? {}).flatMap(([key, value]) => [
    '--dynamic-config-value',
    `${key}=${JSON.stringify(value)}`,
  ]);
  return {
    name: 'temporal',
    command: cli,
    args: [...server, ...ports, ...ui, ...kept, ...dynamic],
    env: withoutTemporalSettings(env),
    whenReady: (_child, over) => answers(`http://127.0.0.1:${httpPort}/api/v1/namespaces/default`, over),
    // Its own end takes a second, and leaves in its file what a kill leaves there.
    stopSignal: 'SIGKILL',
  };
}

async function answers(url: string, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const ok = await fetch(url, { signal: AbortSignal.any([over, AbortSignal.timeout(1_000)]) }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    if (ok) return;
    await sleep(20);
  }
}
