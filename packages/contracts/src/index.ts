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
} from './run/activities.ts';
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
} from './schedule/backfill.ts';
export { fitBatch, type BatchLimits } from './pipeline/batch-limits.ts';
export {
  checkDependencies,
  dependencyFields,
  findCycle,
  type DatasetNeed,
  type DependencyCheck,
  type DatasetUse,
  type Dependency,
  type Waiting,
} from './dataset/dependency.ts';
export {
  control,
  type RunMemo,
  type RunQueries,
  type RunUpdates,
  type ShardQueries,
  type ShardSignals,
} from './run/control.ts';
export {
  toColumnName,
  type AnyDatasetContract,
  type AnyRow,
  type Column,
  type Columns,
  type ColumnType,
  type ColumnValue,
  type DatasetContract,
} from './dataset/dataset.ts';
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
} from './dataset/dataset-versions.ts';
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
} from './dataset/dataset-workflow.ts';
export { defined, type Defined } from './values/defined.ts';
export {
  errorKinds,
  kindOf,
  quarantineReasons,
  retryableErrors,
  terminalErrors,
  type ErrorKind,
  type ErrorKindMeaning,
  type QuarantineReason,
  type RetryableErrorType,
  type TerminalErrorType,
} from './errors.ts';
export type {
  InputProblem,
  AnyInputSchema,
  BooleanField,
  InputField,
  InputSchema,
  NumberField,
  StringField,
} from './input/input-schema.ts';
export {
  checkInterval,
  intervalInWords,
  isInstant,
  normaliseInterval,
  readInterval,
  formatStart,
  toIntervalRunId,
  type Interval,
  type IntervalRun,
} from './schedule/interval.ts';
export type { Limit } from './run/limit.ts';
export { limits } from './limits.ts';
export {
  activityOverrides,
  batchOverrides,
  outcomeOverrides,
  tunings,
  type ActivityOverrides,
  type RunOverrides,
} from './run/overrides.ts';
export { parseRunRequest, type ParsedRunRequest, type ParseOptions } from './run/parse-run-request.ts';
export {
  pickRunOptions,
  runIdField,
  listRunOptions,
  runOptions,
  splitRunOptions,
  startFields,
  type AnyRunRequest,
  type AnyRunOption,
  type Asker,
  type IdentifyingOption,
  type OptionsOf,
  type ReplayRequest,
  type RunOption,
  type RunOptionName,
  type RunRequest,
  type StartFields,
} from './run/run-request.ts';
export { toPlannedOptions, toRunSpec, type PlannedOptions, type RunSpec } from './run/run-spec.ts';
export type {
  AnyPipelineContract,
  InputOf,
  PipelineContract,
  RequestBudget,
  ResultOf,
  RowOf,
  WatermarkContract,
  WorkflowOf,
} from './pipeline/pipeline.ts';
export { findPipeline, pipelines } from './pipeline/registry.ts';
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
} from './operations/prune.ts';
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
} from './operations/quarantine.ts';
export {
  readRowsWorkflow,
  type ReadRowsRequest,
  type ReadRowsWorkflow,
  type RowCursor,
  type RowOrder,
  type RowPage,
  type TopRowsRequest,
} from './rows/rows.ts';
export type {
  BatchProgress,
  CarriedRun,
  RunCounts,
  RunPhase,
  RunProgress,
  RunResult,
  RunSummary,
  ShardProgress,
  Steering,
  Tuning,
  WordCount,
} from './run/run.ts';
export {
  intervalDefaults,
  isTimed,
  nominalTimeAttribute,
  normaliseSchedule,
  overlapPolicies,
  runIntervalWorkflow,
  scheduleFields,
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
} from './schedule/schedule.ts';
export { scheduleName } from './schedule/schedule-name.ts';
export { landShardWorkflow, toShardId, type LandShardRequest, type LandShardWorkflow } from './run/shards.ts';
export { taskQueues } from './task-queues.ts';
export {
  findTextField,
  wordLanguages,
  type FoundField,
  type WordLanguage,
  type WordOptions,
} from './rows/word-options.ts';
export { describe, isTime, type FieldOptions } from './input/field.ts';
export { validateInput, type ValidatedInput } from './input/validate-input.ts';
export {
  countRunWordsWorkflow,
  wordsRequest,
  type CountRunWordsWorkflow,
  type WordsRequest,
} from './rows/words.ts';
export { durationExample, durationPattern, formatDuration, parseDuration } from './values/duration.ts';
export { isFields, toSortedJson } from './values/fields.ts';
export { preview, redact } from './values/text.ts';
export { compareInputs, compareRunIdentities, toRunIdentity, type RunIdentity } from './run/run-identity.ts';
