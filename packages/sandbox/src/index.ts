export { InvalidFaultRules, type FaultRule, type FaultSelector } from './sample-source/faults/fault-rule.ts';
export { faultKinds, type FaultKind, type FaultOptions } from './sample-source/faults/fault-kinds.ts';
export {
  startSampleSource,
  type SampleSource,
  type SampleSourceOptions,
} from './sample-source/sample-source.ts';
export type { Feed } from './sample-source/data/sample-items.ts';
export type { SampleItem } from './sample-source/data/sample-item.ts';
export type { SampleTopic, SampleTopics } from './sample-source/data/sample-topics.ts';
export { findPostgres, PostgresNotFound } from './postgres/find-postgres.ts';
export type { PostgresServer, PostgresServerOptions } from './postgres/postgres-server.ts';
export { startPglite } from './postgres/start-pglite.ts';
export { startPostgres } from './postgres/start-postgres.ts';
export { startProxy, type Proxy, type ProxyOptions } from './proxy/proxy.ts';
export { statementWith, type LostAnswer } from './proxy/lost-answer.ts';
export { createLogFiles, Supervisor, type KeptProcess } from './supervisor/supervisor.ts';
export { SandboxRunning } from './sandbox/data-dir.ts';
export type { SandboxAddresses } from './sandbox/sandbox-state.ts';
export type { SandboxLink, SandboxOptions, SandboxPorts } from './sandbox/sandbox-options.ts';
export { startSandbox, type Sandbox } from './sandbox/start-sandbox.ts';
export type { ProcessSpec } from './supervisor/guarded-process.ts';
export { findTemporal, findTestServer, ProgramNotFound, type FindOptions } from './temporal/find-program.ts';
export { findStrategies, type FindStrategy } from './temporal/find-strategies.ts';
export {
  startTemporalServer,
  type TemporalServer,
  type TemporalServerOptions,
} from './temporal/temporal-server.ts';
export { measureHistory, type HistoryFigures, type PayloadFigure } from './temporal/measure-history.ts';
