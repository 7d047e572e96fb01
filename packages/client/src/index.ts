export type { AwaitOptions } from './runs/await-result.ts';
export type { RunWords, WordsOptions } from './rows/count-words.ts';
export type { BackfillOptions } from './backfills/backfill-request.ts';
export type { BackfillsClient } from './backfills/backfills-client.ts';
export type {
  BackfillDescription,
  ListedBackfill,
  ListBackfillsOptions,
} from './backfills/describe-backfill.ts';
export type { BackfillPreview, PreviewedInterval } from './backfills/start-backfill.ts';
export type { BackfillStatus, WatchedBackfill } from './backfills/backfill-status.ts';
export type { StartedBackfill } from './backfills/start-backfill.ts';
export type { CancelledBackfill } from './backfills/steer-backfill.ts';
export { createHeadraceClient, type HeadraceClient } from './create-headrace-client.ts';
export { BackfillNotFound, BackfillNotRunning, BackfillRunning } from './errors/backfill-errors.ts';
export type {
  DatasetsClient,
  ListedDataset,
  DatasetReader,
  ShowDatasetOptions,
  ShownDataset,
} from './datasets/datasets-client.ts';
export { HeadraceError, InvalidInput, NoAnswer, TemporalUnreachable } from './errors/headrace-error.ts';
export {
  NotQuarantined,
  RequestDiffers,
  RunEnded,
  RunIdTaken,
  RunNotFound,
  RunPruned,
  RunStillRunning,
  SteeringRefused,
} from './errors/run-errors.ts';
export { RunCancelled, RunFailed, type FailureCause } from './errors/run-failed.ts';
export { ScheduleExists, ScheduleNotFound } from './errors/schedule-errors.ts';
export type { ListedRun, ListOptions } from './runs/describe-run.ts';
export type { PendingActivity } from './runs/pending-work.ts';
export type { QuarantineClient, ReplayOptions, ReplayStart } from './quarantine/quarantine-client.ts';
export type { QuarantineOptions } from './quarantine/read-quarantine.ts';
export type { RowsOptions } from './rows/read-rows.ts';
export { isEnded, type RunState } from './temporal/run-state.ts';
export type { RunStatus } from './runs/run-status.ts';
export type { CancelledRun } from './runs/steer-run.ts';
export type { BackfillRange, NextOptions } from './schedules/schedule-backend.ts';
export { checkDefinition, type CheckedDefinition } from './schedules/check-definition.ts';
export { compareSchedules, type ScheduleDifference } from './schedules/compare-schedules.ts';
export type { ListSchedulesOptions } from './schedules/find-schedules.ts';
export type { SchedulesClient } from './schedules/schedules-client.ts';
export type {
  DueRun,
  ListedSchedule,
  ScheduleCounts,
  ScheduledRun,
  ScheduleDescription,
  SubscriptionProgress,
  TriggeredRun,
} from './schedules/schedule-description.ts';
export type { RunLimit } from './runs/run-limits.ts';
export { checkStart, type CheckedStart, type StartOptions } from './runs/start-options.ts';
export type { StartedRun, StartOutcome } from './runs/start-run.ts';
export type { HeadraceClientOptions } from './temporal/settings.ts';
export type { WatchOptions, WatchedStatus } from './runs/watch-run.ts';
