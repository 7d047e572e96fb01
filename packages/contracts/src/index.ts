export {
  datasetDefaults,
  landingDefaults,
  retryDefaults,
  type ActivityDefaults,
  type BatchLanded,
  type ConcludeRequest,
  type Conclusion,
  type CountWordsRequest,
  type DatasetActivities,
  type Landed,
  type LandingActivities,
  type LandRequest,
  type PlanRequest,
  type RetryDefaults,
  type RunRef,
  type Shard,
} from './activities.ts';
export type { BatchLimits } from './batch-limits.ts';
export { control, type RunMemo } from './control.ts';
export type { DatasetUse, Dependency, Waiting } from './dependency.ts';
export {
  toColumnName,
  type AnyDatasetContract,
  type AnyRow,
  type Column,
  type Columns,
  type ColumnType,
  type ColumnValue,
  type DatasetContract,
} from './dataset.ts';
export {
  quarantineReasons,
  retryableErrors,
  terminalErrors,
  type QuarantineReason,
  type RetryableErrorType,
  type TerminalErrorType,
} from './errors.ts';
export type {
  AnyInputSchema,
  BooleanField,
  InputField,
  InputSchema,
  NumberField,
  StringField,
} from './input-schema.ts';
export { showStart, toIntervalRunId, type Interval, type IntervalRun } from './interval.ts';
export { fitBatch } from './fit-batch.ts';
export { limits } from './limits.ts';
export { activityOverrides, batchOverrides, tunings } from './overrides.ts';
export type {
  AnyPipelineContract,
  InputOf,
  PipelineContract,
  RequestBudget,
  ResultOf,
  RowOf,
  WatermarkContract,
  WorkflowOf,
} from './pipeline.ts';
export { findPipeline, pipelines } from './pipelines.ts';
export {
  hackerNewsArchive,
  type HackerNewsArchiveInput,
  type HackerNewsItem,
} from './pipelines/hacker-news-archive.ts';
export { hackerNews, type HackerNewsInput, type Story } from './pipelines/hacker-news.ts';
export {
  quarantineDefaults,
  quarantineFilter,
  replayRequest,
  type Discarded,
  type QuarantineActivities,
  type QuarantineCursor,
  type QuarantinedItem,
  type QuarantineFilter,
  type QuarantinePage,
  type QuarantineWorkflows,
  type ReadQuarantineRequest,
  type ReasonTotal,
  type ReplayPreview,
} from './quarantine.ts';
export {
  readRowsWorkflow,
  type ReadRowsRequest,
  type ReadRowsWorkflow,
  type RowCursor,
  type RowPage,
} from './rows.ts';
export type {
  ActivityOverrides,
  BatchProgress,
  CarriedRun,
  ReplayRequest,
  RunCounts,
  RunOverrides,
  RunPhase,
  RunProgress,
  RunRequest,
  RunResult,
  RunSummary,
  ShardProgress,
  Steering,
  Tuning,
  WordCount,
} from './run.ts';
export { landShardWorkflow, toShardId, type LandShardRequest, type LandShardWorkflow } from './shards.ts';
export { taskQueues } from './task-queues.ts';
export { describe, validateInput, type InputProblem, type ValidatedInput } from './validate-input.ts';
