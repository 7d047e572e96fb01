export type { AwaitOptions } from './await-result.ts';
export type { RunWords, WordsOptions } from './count-words.ts';
export type { BackfillOptions } from './backfills/backfill-options.ts';
export type { BackfillsClient } from './backfills/backfills-client.ts';
export type { BackfillDescription, ListedBackfill } from './backfills/describe-backfill.ts';
export type { ListBackfillsOptions } from './backfills/list-backfills.ts';
export type { BackfillPreview, PreviewedInterval } from './backfills/preview-backfill.ts';
export type { BackfillStatus } from './backfills/read-backfill.ts';
export type { StartedBackfill } from './backfills/start-backfill.ts';
export type { CancelledBackfill } from './backfills/steer-backfill.ts';
export type { WatchedBackfill } from './backfills/watch-backfill.ts';
export { createHeadraceClient, type HeadraceClient } from './create-headrace-client.ts';
export { BackfillNotFound } from './errors/backfill-not-found.ts';
export { BackfillNotRunning } from './errors/backfill-not-running.ts';
export { BackfillRunning } from './errors/backfill-running.ts';
export type { DatasetsClient } from './datasets/datasets-client.ts';
export type { ListedDataset } from './datasets/list-datasets.ts';
export type { DatasetReader, ShowDatasetOptions, ShownDataset } from './datasets/show-dataset.ts';
export { HeadraceError } from './errors/headrace-error.ts';
export { InvalidInput } from './errors/invalid-input.ts';
export { NoAnswer } from './errors/no-answer.ts';
export { NotQuarantined } from './errors/not-quarantined.ts';
export { RunCancelled } from './errors/run-cancelled.ts';
export { RunEnded } from './errors/run-ended.ts';
export { RunFailed, type FailureCause } from './errors/run-failed.ts';
export { RunIdTaken } from './errors/run-id-taken.ts';
export { RunNotFound } from './errors/run-not-found.ts';
export { RunPruned } from './errors/run-pruned.ts';
export { RunStillRunning } from './errors/run-still-running.ts';
export { ScheduleExists } from './errors/schedule-exists.ts';
export { ScheduleNotFound } from './errors/schedule-not-found.ts';
export { SteeringRefused } from './errors/steering-refused.ts';
export { TemporalUnreachable } from './errors/temporal-unreachable.ts';
export type { ListedRun, ListOptions } from './list-runs.ts';
export type { PendingActivity } from './pending-activities.ts';
export type { QuarantineClient } from './quarantine-client.ts';
export type { QuarantineOptions } from './read-quarantine.ts';
export type { ReplayOptions, ReplayStart } from './replay-quarantined.ts';
export type { RowsOptions } from './read-rows.ts';
export { isEnded, type RunState } from './run-state.ts';
export type { RunStatus } from './read-status.ts';
export type { CancelledRun } from './cancel-run.ts';
export type { BackfillRange } from './schedules/backfill-schedule.ts';
export { checkDefinition, type CheckedDefinition } from './schedules/check-definition.ts';
export { compareSchedules, type ScheduleDifference } from './schedules/compare-schedules.ts';
export type { ListSchedulesOptions } from './schedules/list-schedules.ts';
export type { NextOptions } from './schedules/next-intervals.ts';
export type {
  DueRun,
  ListedSchedule,
  ScheduleCounts,
  ScheduledRun,
  ScheduleDescription,
  SubscriptionProgress,
  TriggeredRun,
} from './schedules/schedule-description.ts';
export type { SchedulesClient } from './schedules/schedules-client.ts';
export type { StartOptions } from './start-options.ts';
export type { StartedRun, StartOutcome } from './start-run.ts';
export type { HeadraceClientOptions } from './settings.ts';
export type { WatchOptions } from './watch-workflow.ts';
export type { WatchedStatus } from './watch-run.ts';
