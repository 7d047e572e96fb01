import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ErrorKind } from '@headrace/contracts';

import { withoutTemporalSettings } from '../client-env.ts';
import { runProcess, type ProcessSpec } from '../supervisor/guarded-process.ts';
import { findPort, onFreePorts } from '../supervisor/ports.ts';
import { findTemporal } from './find-program.ts';

export interface TemporalServerOptions {
  /** Keeps the workflows over restarts. Default: they are gone with the server. */
  readonly dbFile?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Default: a free one. */
  readonly uiPort?: number;
  /** Without the Web UI. Default true. */
  readonly headless?: boolean;
  /** Path of the Temporal CLI. Default: `findTemporal`. */
  readonly cli?: string;
  /** The server's dynamic configuration, by key. Default: its own. */
  readonly dynamicConfig?: Readonly<Record<string, unknown>>;
  /** Given every line the server writes. Default: dropped. */
  readonly log?: (line: string) => void;
  /** Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A Temporal development server on loopback, as a process of its own. */
export interface TemporalServer {
  /** `127.0.0.1:PORT` of the gRPC service. */
  readonly address: string;
  readonly port: number;
  /** Undefined when headless. */
  readonly uiUrl: string | undefined;
  readonly pid: number;
  /** Ends it cleanly. */
  stop(): Promise<void>;
  /** SIGKILL; with a `dbFile`, the next server on it knows every workflow. */
  kill(): Promise<void>;
}

/** Starts a server and resolves once it answers. It ends with this process. */
export async function startTemporalServer(options: TemporalServerOptions = {}): Promise<TemporalServer> {
  const { dbFile, dynamicConfig = {}, env = process.env } = options;
  const cli = options.cli ?? (await findTemporal({ env }));
  return onFreePorts(async () => {
    const port = options.port ?? (await findPort());
    const uiPort = (options.headless ?? true) ? undefined : (options.uiPort ?? (await findPort()));
    const httpPort = await findPort();
    const spec = describeTemporalProcess({ cli, port, httpPort, uiPort, dbFile, dynamicConfig, env });
    const server = runProcess(spec, options.log ?? (() => {}));
    const kill = async (): Promise<void> => {
      server.signal('SIGKILL');
      await server.ended;
    };
    await server.ready.catch(async (error: unknown) => {
      await kill();
      throw error;
    });
    const uiUrl = uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`;
    return { address: `127.0.0.1:${port}`, port, uiUrl, pid: server.pid, stop: () => server.stop(), kill };
  });
}

export interface TemporalProcessOptions {
  /** Path of the Temporal CLI. */
  readonly cli: string;
  readonly port: number;
  /** The server's HTTP API, which tells when it is ready. */
  readonly httpPort: number;
  /** Web UI; without it there is none. */
  readonly uiPort?: number | undefined;
  /** Keeps the workflows over restarts; without it they are gone with the process. */
  readonly dbFile?: string | undefined;
  /** The server's dynamic configuration, by key. */
  readonly dynamicConfig?: Readonly<Record<string, unknown>>;
  readonly env: NodeJS.ProcessEnv;
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

/** ms. */
const patience = 5_000;

/** Nobody takes connections where Temporal was said to be. */
class TemporalUnreachable extends Error {
  override readonly name = 'TemporalUnreachable';

  get kind(): ErrorKind {
    return 'unreachable';
  }
}

/** Throws `TemporalUnreachable` when nobody takes connections at a `host:port` that was given. */
export async function assertReachable(address: string): Promise<void> {
  const [, host = '', port = '7233'] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(address) ?? [];
  const socket = connect({ host, port: Number(port), timeout: patience });
  socket.once('timeout', () => socket.destroy(new Error(`no answer within ${patience / 1_000} s`)));
  try {
    await once(socket, 'connect');
  } catch (error) {
    const reason = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : error;
    throw new TemporalUnreachable(
      `Temporal at ${address} cannot be reached (${String(reason)}). TEMPORAL_ADDRESS says where it is; without it, ` +
        'one is brought up here.',
      { cause: error },
    );
  } finally {
    socket.destroy();
  }
}
