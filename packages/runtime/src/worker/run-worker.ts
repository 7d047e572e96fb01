import { hostname } from 'node:os';

import {
  TransportError,
  Runtime,
  type NativeConnection,
  type Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import type { Logger } from 'pino';

import { createLogAttributes, toTemporalLogger } from '../logs/temporal-logger.ts';
import type { ProcessContext } from '../process/run-process.ts';
import { StartFailure } from '../process/start-failure.ts';
import { orStop } from '../process/stop-signal.ts';
import { connectWorker } from '../temporal/connect-worker.ts';
import { explainConnection } from '../temporal/temporal-unreachable.ts';
import { startHealthServer, type Checks, type CheckResult } from './health-server.ts';
import type { WorkerSettings } from './worker-settings.ts';

/** The options of a Temporal worker that are the same in every process. */
export type SharedWorkerOptions = Pick<
  WorkerOptions,
  'connection' | 'namespace' | 'identity' | 'shutdownGraceTime' | 'interceptors'
>;

export interface WorkerParts {
  /** Called once Temporal answers. */
  create(shared: SharedWorkerOptions): Promise<Worker>;
  /** Further checks of `/readyz`. */
  readonly ready?: Checks;
}

/** Sent to a parent process once the worker takes work. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly healthPort: number;
}

/**
 * Runs a Temporal worker until the process is asked to stop, then lets the work in flight end within the grace period.
 * Throws `TemporalUnreachable`, or `StartFailure` when a port is taken.
 */
export async function runWorker(context: ProcessContext<WorkerSettings>, parts: WorkerParts): Promise<void> {
  const { settings, logger, temporal, stop } = context;
  installRuntime({ logger, metricsAddress: settings.metricsAddress });
  let worker: Worker | undefined;
  let connection: NativeConnection | undefined;
  await using health = await startHealthServer({
    host: settings.healthHost,
    port: settings.healthPort,
    alive: { worker: () => isAlive(worker) },
    ready: { worker: () => isPolling(worker), temporal: () => isReachable(connection), ...parts.ready },
  });
  logger.info({ port: health.port }, 'Health is served');
  const connected = await orStop(connectWorker(temporal, { wait: settings.temporalWait, logger }), stop);
  connection = connected;
  worker = await orStop(createWorker(context, parts, connected), stop);
  await using closing = new AsyncDisposableStack();
  closing.defer(() => connected.close());
  await runUntilStopped(worker, context, health.port);
}

async function createWorker(
  context: ProcessContext<WorkerSettings>,
  parts: WorkerParts,
  connection: NativeConnection,
): Promise<Worker> {
  const { address, namespace } = context.temporal;
  try {
    return await parts.create(toSharedOptions(context, connection));
  } catch (error) {
    if (!(error instanceof TransportError) || !/^Namespace .* not found/.test(error.message)) throw error;
    throw new StartFailure(`Temporal at ${address} has no namespace ${namespace}. Set TEMPORAL_NAMESPACE.`);
  }
}

function toSharedOptions(
  context: ProcessContext<WorkerSettings>,
  connection: NativeConnection,
): SharedWorkerOptions {
  const { name, settings, temporal } = context;
  return {
    connection,
    namespace: temporal.namespace,
    identity: `${name}@${hostname()}:${process.pid}`,
    shutdownGraceTime: settings.gracePeriod,
    interceptors: { activity: [createLogAttributes] },
  };
}

async function runUntilStopped(
  worker: Worker,
  { logger, stop, settings }: ProcessContext<WorkerSettings>,
  healthPort: number,
): Promise<void> {
  const running = worker.run();
  function onStop(): void {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    setTimeout(() => leaveBehind(logger), settings.gracePeriod + handBackTime).unref();
  }
  stop.addEventListener('abort', onStop, { once: true });
  logger.info({ taskQueue: worker.options.taskQueue }, 'Ready');
  const ready: ReadyMessage = { type: 'ready', healthPort };
  process.send?.(ready);
  await running;
}

/** After the grace period, for what is handed back to reach Temporal, ms. */
const handBackTime = 5_000;

/** Nothing is lost: Temporal misses the heartbeat, and the batch goes on elsewhere from its cursor. */
function leaveBehind(logger: Logger): never {
  logger.warn('Work in flight did not end within the grace period; it goes on in another worker');
  return process.exit(0);
}

function isAlive(worker: Worker | undefined): CheckResult {
  const state = worker?.getState() ?? 'STARTING';
  return { ok: state !== 'FAILED', detail: state };
}

function isPolling(worker: Worker | undefined): CheckResult {
  const state = worker?.getState() ?? 'STARTING';
  return { ok: state === 'RUNNING', detail: state };
}

/** ms; below the health server's own patience, which would not say what is missing. */
const temporalPatience = 700;

/** The SDK polls on, and calls the worker running, while Temporal is gone. */
async function isReachable(connection: NativeConnection | undefined): Promise<CheckResult> {
  if (connection === undefined) return { ok: false, detail: 'not yet connected' };
  const { workflowService } = connection;
  try {
    await connection.withDeadline(Date.now() + temporalPatience, () => workflowService.getSystemInfo({}));
    return { ok: true, detail: 'reachable' };
  } catch (error) {
    return { ok: false, detail: explainConnection(error).reason };
  }
}

export interface RuntimeOptions {
  readonly logger: Logger;
  /** `host:port` of the Prometheus endpoint. */
  readonly metricsAddress: string | undefined;
}

/** Has Temporal's SDK log and count the way the process does, and leave its signals alone. Once a process. */
export function installRuntime({ logger, metricsAddress }: RuntimeOptions): Runtime {
  try {
    return Runtime.install({
      logger: toTemporalLogger(logger),
      shutdownSignals: [],
      telemetryOptions: {
        logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
        ...(metricsAddress && { metrics: { prometheus: { bindAddress: metricsAddress } } }),
      },
    });
  } catch (error) {
    if (metricsAddress === undefined) throw error;
    throw new StartFailure(
      `Metrics cannot be served at ${metricsAddress} (HEADRACE_METRICS_ADDRESS): ${String(error)}`,
    );
  }
}
