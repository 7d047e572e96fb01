import { fileURLToPath } from 'node:url';
import { onMessageWith, type ProcessSpec } from './supervisor/process-spec.ts';

/** A worker's grace period, 30 s, the 5 s it forces what is left within, and some. */
const workerGraceMs = 40_000;

export interface PostgresProcessOptions {
  dataDir: string;
  port: number;
  env: NodeJS.ProcessEnv;
}

/** Postgres as PGlite, on loopback. */
export function describePostgresProcess({ dataDir, port, env }: PostgresProcessOptions): ProcessSpec {
  return {
    ...describeNodeProcess(
      'postgres/pglite-process.ts',
      ['--data-dir', dataDir, '--port', String(port)],
      env,
    ),
    name: 'postgres',
    whenReady: onMessageWith('port'),
  };
}

/** Generated stories over HTTP, on loopback. */
export function describeSourceProcess(port: number, env: NodeJS.ProcessEnv): ProcessSpec {
  return {
    ...describeNodeProcess('sample-source/main.ts', ['--port', String(port)], env),
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
  number: number,
  env: NodeJS.ProcessEnv,
): ProcessSpec {
  return {
    ...describeNodeProcess(`../../../apps/${app}/src/main.ts`, [], { ...env, HEADRACE_HEALTH_PORT: '0' }),
    name: number === 1 ? app : `${app}-${number}`,
    whenReady: onMessageWith('healthPort'),
    graceMs: workerGraceMs,
  };
}

function describeNodeProcess(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Pick<ProcessSpec, 'command' | 'args' | 'env'> {
  return { command: process.execPath, args: [fileURLToPath(new URL(path, import.meta.url)), ...args], env };
}
