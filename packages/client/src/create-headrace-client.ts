import {
  control,
  type AnyPipelineContract,
  type AnyRow,
  type PruneFilter,
  type PrunePreview,
  type PruneProgress,
  type RowOf,
  type RowPage,
  type Steering,
  type Tuning,
} from '@headrace/contracts';

import { awaitResult, type AwaitOptions } from './runs/await-result.ts';
import { createBackfillsClient, type BackfillsClient } from './backfills/backfills-client.ts';
import { cancelRun, steerRun, type CancelledRun } from './runs/steer-run.ts';
import { countWords, type RunWords, type WordsOptions } from './rows/count-words.ts';
import { createDatasetsClient, type DatasetsClient } from './datasets/datasets-client.ts';
import { listRuns, type ListedRun, type ListOptions } from './runs/describe-run.ts';
import { watchRun, type WatchOptions, type WatchedStatus } from './runs/watch-run.ts';
import { previewPrune, pruneRuns } from './runs/prune-runs.ts';
import { createQuarantineClient, type QuarantineClient } from './quarantine/quarantine-client.ts';
import { readPages, type RowsOptions } from './rows/read-rows.ts';
import { readStatus, type RunStatus } from './runs/run-status.ts';
import { createSchedulesClient, type SchedulesClient } from './schedules/schedules-client.ts';
import { toSettings, type HeadraceClientOptions } from './temporal/settings.ts';
import type { AnyStartOptions, StartOptions } from './runs/start-options.ts';
import { startRun, type StartedRun } from './runs/start-run.ts';

/** A row as the contract types it. */
type TypedRow<Contract> = [RowOf<Contract>] extends [never] ? AnyRow : RowOf<Contract>;

/** Launches, watches and steers runs. Every method throws `TemporalUnreachable` when Temporal does not answer. */
export interface HeadraceClient {
  /** Starts a run, or finds the one that has its id. Throws `InvalidInput`, `RunIdTaken`, `RequestDiffers` or `RunStillRunning`. */
  start<Contract extends AnyPipelineContract>(
    contract: Contract,
    options?: StartOptions<Contract>,
  ): Promise<StartedRun<Contract>>;
  /** Waits for a run's end. Throws `RunFailed`, `RunCancelled` or `RunNotFound`. */
  result<Result = unknown>(runId: string, options?: AwaitOptions): Promise<Result>;
  /** Reads a run's status, with or without a worker. Throws `RunNotFound`. */
  status(runId: string): Promise<RunStatus>;
  /** A run's status again and again until it has ended. Throws `RunNotFound`. */
  watch(runId: string, options?: WatchOptions): AsyncIterable<WatchedStatus>;
  /** Runs by pipeline and state. */
  list(options?: ListOptions): Promise<ListedRun[]>;
  /** Dispatches no further batch; those in flight go on. Throws as `tune` does. */
  pause(runId: string): Promise<Steering>;
  /** Dispatches batches again. Throws as `tune` does. */
  resume(runId: string): Promise<Steering>;
  /**
   * Changes how much a run does at once, for what it dispatches from now on.
   * Throws `RunNotFound`, `RunEnded`, `SteeringRefused`, or `NoAnswer` where no worker takes it.
   */
  tune(runId: string, tuning: Tuning): Promise<Steering>;
  /** Asks a run to stop; what it has landed stays. Throws `RunNotFound`. */
  cancel(runId: string): Promise<CancelledRun>;
  /** A run's rows in list order. Throws `RunNotFound`, `RunPruned` or `NoAnswer`. */
  rows<Contract extends AnyPipelineContract>(
    contract: Contract,
    options?: RowsOptions,
  ): AsyncIterable<TypedRow<Contract>>;
  /** Reads rows a page at a time, with their run and dataset. */
  pages(contract: AnyPipelineContract, options?: RowsOptions): AsyncIterable<RowPage>;
  /**
   * The most frequent words of a text column over a run's rows. Throws `InvalidInput`, `RunNotFound`, `RunPruned` or
   * `NoAnswer`.
   */
  words(contract: AnyPipelineContract, options?: WordsOptions): Promise<RunWords>;
  /**
   * Removes the keys of runs that ended long ago and that nobody needs; rows, counts, quarantine and versions stay. Yields
   * what has been removed so far, every few seconds. Throws `InvalidInput` or `NoAnswer`.
   */
  prune(filter: PruneFilter): AsyncIterable<PruneProgress>;
  /** Counts the runs that a prune would remove now. Throws as `prune` does. */
  previewPrune(filter: PruneFilter): Promise<PrunePreview>;
  /** Lists, replays and discards quarantined items. */
  readonly quarantine: QuarantineClient;
  /** Pipelines run over past intervals. */
  readonly backfills: BackfillsClient;
  /** Reads datasets, with versions and readers. */
  readonly datasets: DatasetsClient;
  /** Runs at set times. */
  readonly schedules: SchedulesClient;
}

export function createHeadraceClient(options: HeadraceClientOptions): HeadraceClient {
  const settings = toSettings(options);
  return {
    async start<Contract extends AnyPipelineContract>(contract: Contract, given?: StartOptions<Contract>) {
      const run = await startRun(settings, contract, (given ?? {}) as AnyStartOptions);
      const { runId, outcome } = run;
      const started = outcome !== 'running-already' && outcome !== 'done-already';
      const result = (): Promise<unknown> => awaitResult(settings, runId);
      return { ...run, started, result } as StartedRun<Contract>;
    },
    result: <Result>(runId: string, given?: AwaitOptions) =>
      awaitResult(settings, runId, given) as Promise<Result>,
    status: (runId) => readStatus(settings, runId),
    watch: (runId, given) => watchRun(settings, runId, given),
    list: (given) => listRuns(settings, given),
    pause: (runId) => steerRun(settings, runId, { name: control.pause }),
    resume: (runId) => steerRun(settings, runId, { name: control.resume }),
    tune: (runId, tuning) => steerRun(settings, runId, { name: control.tune, tuning }),
    cancel: (runId) => cancelRun(settings, runId),
    async *rows<Contract extends AnyPipelineContract>(contract: Contract, given?: RowsOptions) {
      for await (const page of readPages(settings, contract, given)) yield* page.rows as TypedRow<Contract>[];
    },
    pages: (contract, given) => readPages(settings, contract, given),
    words: (contract, given) => countWords(settings, contract, given),
    prune: (filter) => pruneRuns(settings, filter),
    previewPrune: (filter) => previewPrune(settings, filter),
    quarantine: createQuarantineClient(settings),
    backfills: createBackfillsClient(settings),
    datasets: createDatasetsClient(settings),
    schedules: createSchedulesClient(settings),
  };
}
