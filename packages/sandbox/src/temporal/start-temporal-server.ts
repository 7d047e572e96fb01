import { findPort, onFreePorts } from '../ports.ts';
import { runProcess } from '../supervisor/run-process.ts';
import { findTemporal } from './find-program.ts';
import { describeTemporalProcess } from './temporal-process.ts';

export interface TemporalServerOptions {
  /** Keeps the workflows over restarts. Default: they are gone with the server. */
  dbFile?: string;
  /** Default: a free one. */
  port?: number;
  /** Default: a free one. */
  uiPort?: number;
  /** Without the Web UI. Default true. */
  headless?: boolean;
  /** Path of the Temporal CLI. Default: {@link findTemporal}. */
  cli?: string;
  /** The server's dynamic configuration, by key. Default: its own. */
  dynamicConfig?: Readonly<Record<string, unknown>>;
  /** Given every line the server writes. Default: dropped. */
  log?: (line: string) => void;
  /** Default: this process's. */
  env?: NodeJS.ProcessEnv;
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
