export { createLogger, type LoggerOptions } from './logs/create-logger.ts';
export { createLogAttributes } from './logs/log-attributes.ts';
export { toTemporalLogger } from './logs/to-temporal-logger.ts';
export { orStop } from './process/or-stop.ts';
export { runProcess, type ProcessContext, type ProcessDefinition } from './process/run-process.ts';
export { connectWorker, type ConnectWorkerOptions } from './temporal/connect-worker.ts';
export { installRuntime, type RuntimeOptions } from './worker/install-runtime.ts';
export {
  runWorker,
  type ReadyMessage,
  type SharedWorkerOptions,
  type WorkerParts,
} from './worker/run-worker.ts';
export {
  startHealthServer,
  type CheckResult,
  type Checks,
  type HealthServer,
  type HealthServerOptions,
} from './worker/start-health-server.ts';
export { createWorkerSettings, type WorkerDefaults, type WorkerSettings } from './worker/worker-settings.ts';
