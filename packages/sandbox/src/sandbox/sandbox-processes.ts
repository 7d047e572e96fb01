import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { withCaches } from '../cache.ts';
import { answers } from '../postgres/postgres-server.ts';
import { preparePostgres } from '../postgres/start-postgres.ts';
import { onMessageWith, type ProcessSpec } from '../supervisor/guarded-process.ts';

/** A worker's grace period, 30 s, the 5 s it forces what is left within, and some. */
const workerGracePeriod = 40_000;

export interface PostgresProcessOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
}

/** Postgres as PGlite, on loopback. */
export function describePgliteProcess({ dataDir, port, env }: PostgresProcessOptions): ProcessSpec {
  return {
    ...describeNodeProcess(
      '../postgres/pglite-process.ts',
      ['--data-dir', dataDir, '--port', String(port)],
      env,
    ),
    name: 'postgres',
    whenReady: onMessageWith('port'),
  };
}

/** The machine's own Postgres, on loopback. Throws `PostgresNotFound`. */
export async function describePostgresProcess(options: PostgresProcessOptions): Promise<ProcessSpec> {
  const { dataDir, port, env } = options;
  const { owner, command, args } = await preparePostgres(dataDir);
  return {
    name: 'postgres',
    command,
    args: args(port),
    env,
    owner,
    // SIGTERM would wait for its clients to go.
    stopSignal: 'SIGINT',
    whenReady: async (_child, over) => {
      while (!over.aborted && !(await answers(toPostgresUrl(port)))) await sleep(30);
    },
  };
}

/** Of a sandbox's Postgres, on loopback. */
export function toPostgresUrl(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

export interface SourceProcessOptions {
  readonly port: number;
  /** Highest id. */
  readonly items: number | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** Generated items over HTTP, on loopback. */
export function describeSourceProcess({ port, items, env }: SourceProcessOptions): ProcessSpec {
  const args = ['--port', String(port), ...(items === undefined ? [] : ['--items', String(items)])];
  return {
    ...describeNodeProcess('../sample-source/main.ts', args, env),
    name: 'sample-source',
    whenReady: (child) =>
      new Promise((resolve) => {
        child.stdout?.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('listening ')) resolve();
        });
      }),
  };
}

/** A worker of the apps, as it runs in production. */
export function describeWorkerProcess(
  app: 'workflow-worker' | 'activity-worker',
  name: string,
  env: NodeJS.ProcessEnv,
): ProcessSpec {
  return {
    ...describeNodeProcess(`../../../../apps/${app}/src/main.ts`, [], { ...env, HEADRACE_HEALTH_PORT: '0' }),
    name,
    whenReady: onMessageWith('healthPort'),
    gracePeriod: workerGracePeriod,
  };
}

function describeNodeProcess(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Pick<ProcessSpec, 'command' | 'args' | 'env'> {
  return {
    command: process.execPath,
    args: [fileURLToPath(new URL(path, import.meta.url)), ...args],
    env: withCaches(env),
  };
}
