export { InvalidFaultRules, type FaultRule, type FaultSelector } from './sample-source/fault-rule.ts';
export { faultKinds, type FaultKind, type FaultOptions } from './sample-source/fault-kinds.ts';
export {
  startSampleSource,
  type SampleSource,
  type SampleSourceOptions,
} from './sample-source/sample-source.ts';
export type { Feed } from './sample-source/feeds.ts';
export type { SampleItem } from './sample-source/sample-item.ts';
export type { SampleTopic, SampleTopics } from './sample-source/sample-topics.ts';
export { findPostgres, PostgresNotFound } from './postgres/find-postgres.ts';
export type { PostgresServer, PostgresServerOptions } from './postgres/server.ts';
export { startPglite } from './postgres/start-pglite.ts';
export { startPostgres } from './postgres/start-postgres.ts';
export { startProxy, type Proxy, type ProxyOptions } from './proxy/start-proxy.ts';
export { statementWith, type LostAnswer } from './proxy/lost-answer.ts';
export { createLogFiles } from './commands/log-files.ts';
export { SandboxRunsError } from './home/sandbox-runs-error.ts';
export type { SandboxAddresses } from './home/sandbox-state.ts';
export type { SandboxLink, SandboxOptions, SandboxPorts } from './sandbox-options.ts';
export { startSandbox, type Sandbox } from './start-sandbox.ts';
export { createSupervisor, type Supervisor } from './supervisor/create-supervisor.ts';
export type { KeptProcess } from './supervisor/kept-process.ts';
export type { ProcessSpec } from './supervisor/process-spec.ts';
export {
  findTemporal,
  findTestServer,
  ProgramNotFoundError,
  type FindOptions,
} from './temporal/find-program.ts';
export { findStrategies, type FindStrategy } from './temporal/find-strategies.ts';
export {
  startTemporalServer,
  type TemporalServer,
  type TemporalServerOptions,
} from './temporal/start-temporal-server.ts';
export { measureHistory, type HistoryFigures, type PayloadFigure } from './history/measure-history.ts';
