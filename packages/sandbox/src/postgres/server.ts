/** A Postgres that runs as a process of its own, on loopback. */
export interface PostgresServer {
  /** A connection string with every right. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** Shuts it down cleanly; its data stays where `dataDir` was given, and goes where it was not. */
  stop(): Promise<void>;
  /** SIGKILL: what was committed stays, as after a crash. */
  kill(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Kept over restarts; a temporary one where it is not given. */
  readonly dataDir?: string;
  /** A free port where it is not given. */
  readonly port?: number;
}
