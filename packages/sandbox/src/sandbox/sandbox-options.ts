/** Ports on loopback. */
export interface SandboxPorts {
  readonly temporal?: number;
  readonly temporalUi?: number;
  readonly postgres?: number;
  readonly source?: number;
}

/** One worker's way to a part of the sandbox. */
export interface SandboxLink {
  /** `activity-worker`, `workflow-worker-2` and so on. */
  readonly worker: string;
  readonly to: 'temporal' | 'postgres' | 'source';
  /** `host:port` of Temporal, a URL of the others. */
  readonly address: string;
}

export interface SandboxOptions {
  /** Its folder, for data, logs and addresses; one sandbox at a time. */
  readonly dataDir: string;
  /** Preferred ports; taken ones give way to free ones. Default: free ones. */
  readonly ports?: SandboxPorts;
  /** How many of each. Default 1. */
  readonly workers?: { workflow?: number; activity?: number };
  /** `sample` for generated stories, the base URL of a Hacker News API, or what finds one. Default `sample`. */
  readonly source?: string | (() => Promise<string>);
  /** Highest id of the sample source. Default: its own, 3,000. */
  readonly sampleItems?: number;
  /** A Temporal that runs already; then none is started. */
  readonly temporalAddress?: string | undefined;
  /** A Postgres that runs already; then none is started. */
  readonly databaseUrl?: string | undefined;
  /** PGlite, or a Postgres that is installed on this machine. Default `pglite`. */
  readonly database?: 'pglite' | 'postgres';
  /** Says by which address a worker reaches a part. Default: the part's own. */
  readonly link?: (link: SandboxLink) => Promise<string>;
  /** Given every line of every process. Default: dropped. */
  readonly log?: (name: string, line: string) => void;
  /** Told what happens to the processes, a line each. Default: silent. */
  readonly say?: (line: string) => void;
  /** The environment of its processes. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** Path of the Temporal CLI. Default: the one `findTemporal` finds. */
  readonly cli?: string | undefined;
  /** The command that runs it, for whoever finds the folder taken. Default `startSandbox`. */
  readonly runBy?: string;
  /** Aborting ends a start on its way. */
  readonly signal?: AbortSignal | undefined;
}

/** The options with every default in its place. */
export interface SandboxPlan {
  readonly dataDir: string;
  readonly ports: SandboxPorts;
  readonly workers: Readonly<Record<'workflow-worker' | 'activity-worker', number>>;
  readonly findSource: () => Promise<string>;
  readonly sampleItems: number | undefined;
  readonly temporalAddress: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly database: 'pglite' | 'postgres';
  readonly link: (link: SandboxLink) => Promise<string>;
  readonly log: (name: string, line: string) => void;
  readonly say: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
  readonly cli: string | undefined;
  readonly runBy: string;
  readonly signal: AbortSignal | undefined;
}

export function normalizeOptions(options: SandboxOptions): SandboxPlan {
  const { source = 'sample', workers: { workflow = 1, activity = 1 } = {} } = options;
  return {
    dataDir: options.dataDir,
    ports: options.ports ?? {},
    workers: { 'workflow-worker': workflow, 'activity-worker': activity },
    findSource: typeof source === 'string' ? async () => source : source,
    sampleItems: options.sampleItems,
    temporalAddress: options.temporalAddress,
    databaseUrl: options.databaseUrl,
    database: options.database ?? 'pglite',
    link: options.link ?? (async ({ address }) => address),
    log: options.log ?? (() => {}),
    say: options.say ?? (() => {}),
    env: options.env ?? process.env,
    cli: options.cli,
    runBy: options.runBy ?? 'startSandbox',
    signal: options.signal,
  };
}
