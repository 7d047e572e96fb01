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
  type RunAsked,
  type RunRef,
  type Shard,
} from './activities.ts';
export {
  backfillFields,
  backfillWorkflow,
  checkBackfill,
  findFinishedWorkflow,
  toBackfillId,
  type BackfillCounts,
  type BackfillFailure,
  type BackfillMemo,
  type BackfillProgress,
  type BackfillFields,
  type BackfillQueries,
  type BackfillRequest,
  type BackfillSummary,
  type BackfillUpdates,
  type BackfillWorkflow,
  type CarriedBackfill,
  type FindFinishedWorkflow,
} from './backfill.ts';
export type { BatchLimits } from './batch-limits.ts';
export {
  checkDependencies,
  findCycle,
  type DatasetNeed,
  type DependencyCheck,
} from './check-dependencies.ts';
export {
  control,
  type RunMemo,
  type RunQueries,
  type RunUpdates,
  type ShardQueries,
  type ShardSignals,
} from './control.ts';
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
  meets,
  versionDefaults,
  type AwaitVersionRequest,
  type DatasetDescription,
  type DatasetListing,
  type DatasetReading,
  type DatasetVersion,
  type DatasetWorkflows,
  type DescribeDatasetRequest,
  type FindVersionRequest,
  type MetNeed,
  type ReadDatasetRequest,
  type VersionActivities,
  type VersionNeed,
  type Waiter,
} from './dataset-versions.ts';
export {
  datasetControl,
  datasetWorkflow,
  emptyDataset,
  toDatasetId,
  toSubscribedRunId,
  type DatasetQueries,
  type DatasetSignals,
  type DatasetState,
  type DatasetUpdates,
  type DatasetWorkflow,
  type SubscribedRun,
  type SubscribeRequest,
  type Subscription,
  type WaiterSignals,
  type WaitRefusal,
} from './dataset-workflow.ts';
export { defined, type Defined } from './defined.ts';
export {
  quarantineReasons,
  retryableErrors,
  terminalErrors,
  type QuarantineReason,
  type RetryableErrorType,
  type TerminalErrorType,
} from './errors.ts';
export type { InputProblem } from './input-problem.ts';
export type {
  AnyInputSchema,
  BooleanField,
  InputField,
  InputSchema,
  NumberField,
  StringField,
} from './input-schema.ts';
export {
  checkInterval,
  intervalInWords,
  isInstant,
  normaliseInterval,
  readInterval,
  showStart,
  toIntervalRunId,
  type Interval,
  type IntervalRun,
} from './interval.ts';
export { checkIncremental, type IncrementalRequest } from './check-incremental.ts';
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
export { discourseTopics, type DiscourseTopicsInput, type Topic } from './pipelines/discourse-topics.ts';
export {
  frontPageDigest,
  type FrontPageDigestInput,
  type FrontPageWord,
} from './pipelines/front-page-digest.ts';
export {
  hackerNewsArchive,
  type HackerNewsArchiveInput,
  type HackerNewsItem,
} from './pipelines/hacker-news-archive.ts';
export { hackerNews, type HackerNewsInput, type Story } from './pipelines/hacker-news.ts';
export {
  pruneDefaults,
  pruneFilter,
  pruneRequest,
  type PruneActivities,
  type Pruned,
  type PruneFilter,
  type PrunePreview,
  type PruneProgress,
  type PruneRequest,
  type PruneWorkflows,
} from './prune.ts';
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
  type RowOrder,
  type RowPage,
  type TopRowsRequest,
} from './rows.ts';
export {
  runIdField,
  type ActivityOverrides,
  type BatchProgress,
  type CarriedRun,
  type ReplayRequest,
  type RunCounts,
  type RunOverrides,
  type RunPhase,
  type RunProgress,
  type RunRequest,
  type RunResult,
  type RunSummary,
  type ShardProgress,
  type Steering,
  type Tuning,
  type WordCount,
} from './run.ts';
export {
  intervalDefaults,
  isTimed,
  nominalTimeAttribute,
  normaliseSchedule,
  overlapPolicies,
  runIntervalWorkflow,
  scheduleFields,
  scheduleName,
  schedulePolicies,
  type Cron,
  type Every,
  type FindFinishedRequest,
  type IntervalActivities,
  type IntervalOutcome,
  type IntervalRunRequest,
  type OnDataset,
  type OverlapPolicy,
  type RunIntervalRequest,
  type RunIntervalResult,
  type RunIntervalWorkflow,
  type Schedule,
  type ScheduleDefinition,
  type SchedulePolicies,
  type TimedWhen,
  type When,
} from './schedule.ts';
export { landShardWorkflow, toShardId, type LandShardRequest, type LandShardWorkflow } from './shards.ts';
export { taskQueues } from './task-queues.ts';
export { findTextField, type FoundField } from './text-field.ts';
export { describe, validateInput, type ValidatedInput } from './validate-input.ts';
export { wordLanguages, type WordLanguage, type WordOptions } from './word-options.ts';
export {
  countRunWordsWorkflow,
  wordsRequest,
  type CountRunWordsWorkflow,
  type WordsRequest,
} from './words.ts';
