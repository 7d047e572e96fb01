import {
  control,
  toBackfillId,
  type AnyPipelineContract,
  type BackfillProgress,
  type BackfillSummary,
} from '@headrace/contracts';

import { awaitResult, type AwaitOptions } from '../runs/await-result.ts';
import type { WatchOptions } from '../runs/watch-run.ts';
import type { Settings } from '../temporal/settings.ts';
import type { AnyBackfillOptions, BackfillOptions } from './backfill-request.ts';
import { listBackfills, type ListBackfillsOptions, type ListedBackfill } from './describe-backfill.ts';
import { previewBackfill, type BackfillPreview } from './start-backfill.ts';
import { readBackfill, watchBackfill, type BackfillStatus, type WatchedBackfill } from './backfill-status.ts';
import { createBackfill, retryBackfill, type StartedBackfill } from './start-backfill.ts';
import { cancelBackfill, steerBackfill, type CancelledBackfill } from './steer-backfill.ts';

/** Runs pipelines over past intervals, each once. Methods that take a name throw `BackfillNotFound`. */
export interface BackfillsClient {
  /**
   * Previews a backfill, oldest first, a page at a time. Throws `InvalidInput`, or `NoAnswer` without a
   * worker.
   */
  preview<Contract extends AnyPipelineContract>(
    contract: Contract,
    options: BackfillOptions<Contract>,
  ): AsyncIterable<BackfillPreview>;
  /** Starts a backfill, or finds the running one that is asked the same. Throws `InvalidInput` or `BackfillRunning`. */
  create<Contract extends AnyPipelineContract>(
    contract: Contract,
    options: BackfillOptions<Contract>,
  ): Promise<StartedBackfill>;
  /** Reads a backfill's status, with or without a worker. */
  status(name: string): Promise<BackfillStatus>;
  /** A backfill's status again and again until it has ended. */
  watch(name: string, options?: WatchOptions): AsyncIterable<WatchedBackfill>;
  /** Waits for a backfill's end. Throws `RunFailed` where intervals failed, or `RunCancelled`. */
  result(name: string, options?: AwaitOptions): Promise<BackfillSummary>;
  list(options?: ListBackfillsOptions): Promise<ListedBackfill[]>;
  /** Starts no further run; those in flight go on. Throws `BackfillNotRunning`, or `NoAnswer` without a worker. */
  pause(name: string): Promise<BackfillProgress>;
  /** Starts runs again. Throws as `pause` does. */
  resume(name: string): Promise<BackfillProgress>;
  /** Asks a backfill to stop: no further run is started, those in flight are cancelled and keep what they landed. */
  cancel(name: string): Promise<CancelledBackfill>;
  /** Starts an ended backfill again: only what is not done is run. Throws `BackfillRunning`. */
  retry(name: string): Promise<StartedBackfill>;
}

export function createBackfillsClient(settings: Settings): BackfillsClient {
  return {
    preview: (contract, options) => previewBackfill(settings, contract, options as AnyBackfillOptions),
    create: (contract, options) => createBackfill(settings, contract, options as AnyBackfillOptions),
    status: (name) => readBackfill(settings, name),
    watch: (name, options) => watchBackfill(settings, name, options),
    result: (name, options) => awaitResult(settings, toBackfillId(name), options) as Promise<BackfillSummary>,
    list: (options) => listBackfills(settings, options),
    pause: (name) => steerBackfill(settings, name, control.pause),
    resume: (name) => steerBackfill(settings, name, control.resume),
    cancel: (name) => cancelBackfill(settings, name),
    retry: (name) => retryBackfill(settings, name),
  };
}
