export { createLogger, type LoggerOptions } from './logs/logger.ts';
export { createLogAttributes, toTemporalLogger } from './logs/temporal-logger.ts';
export { orStop } from './process/stop-signal.ts';
export { runProcess, type ProcessContext, type ProcessDefinition } from './process/run-process.ts';
export { connectWorker, type ConnectWorkerOptions } from './temporal/connect-worker.ts';
export {
  installRuntime,
  runWorker,
  type RuntimeOptions,
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
} from './worker/health-server.ts';
export { createWorkerSettings, type WorkerDefaults, type WorkerSettings } from './worker/worker-settings.ts';
