import type { Schedule } from '../schedule/schedule.ts';
import type { Waiter } from './dataset-versions.ts';
import type { DatasetUse } from './dependency.ts';

/** The long-lived workflow of each dataset: notifies waiting runs, and starts subscribed ones. */
export const datasetWorkflow = 'dataset';

/** Names by which a dataset's workflow is told and asked, and by which it answers. */
export const datasetControl = {
  /** Signal with the new version's number. */
  published: 'published',
  /** Signal with `Waiter`. */
  wait: 'wait',
  /** Signal with the waiter's workflow id. */
  forget: 'forget',
  /** Update with `SubscribeRequest`, refused when it is no subscription to the dataset; answers with `Subscription`. */
  subscribe: 'subscribe',
  /** Update with the subscription's name; answers whether there was one. */
  unsubscribe: 'unsubscribe',
  /** Query without arguments; answers with `DatasetState`. */
  state: 'state',
  /** Signal with `DatasetUse`, to a waiter: the version that it needs. */
  available: 'available',
  /** Signal with `WaitRefusal`, to a waiter that there is no room for. */
  refused: 'refused',
} as const;

export interface DatasetSignals {
  published(version: number): void;
  wait(waiter: Waiter): void;
  forget(workflowId: string): void;
}

export interface DatasetUpdates {
  subscribe(request: SubscribeRequest): Subscription;
  unsubscribe(name: string): boolean;
}

export interface DatasetQueries {
  state(): DatasetState;
}

export interface WaiterSignals {
  available(use: DatasetUse): void;
  refused(refusal: WaitRefusal): void;
}

export interface WaitRefusal {
  readonly dataset: string;
  readonly reason: string;
}

export interface SubscribeRequest {
  /** Its `when` is the dataset. While it is paused, new versions are passed over. */
  readonly definition: Schedule;
  /** Take the place of the subscription of that name; refused otherwise where there is one. Default false. */
  readonly replace?: boolean;
  /** A word on the state it is in, in place of the definition's, until the next change. */
  readonly note?: string;
}

/** A schedule of new versions in place of times. */
export interface Subscription {
  readonly definition: Schedule;
  /** The version up to which runs were started, or that was the newest when it subscribed. */
  readonly since: number;
  /** The last run it started; `null` before the first. */
  readonly lastRun: string | null;
  /** Why it is paused, where somebody said. */
  readonly note?: string;
}

/** The state of a dataset's workflow: all of it is carried over when the workflow continues as new. */
export interface DatasetState {
  readonly dataset: string;
  /** The newest version it has heard of; 0 before the first. */
  readonly lastVersion: number;
  /** In the order in which they came, at most `limits.datasetWaiters`. */
  readonly waiters: readonly Waiter[];
  /** By name, at most `limits.datasetSubscriptions`. */
  readonly subscriptions: readonly Subscription[];
}

/** The one argument of the workflow `dataset`: what an execution before has carried, or a dataset nobody asked of. */
export type DatasetWorkflow = (state: DatasetState) => Promise<void>;

/** The workflow id of a dataset. */
export function toDatasetId(dataset: string): string {
  return `${datasetWorkflow}/${dataset}`;
}

/** A dataset that nobody has asked of. */
export function emptyDataset(dataset: string): DatasetState {
  return { dataset, lastVersion: 0, waiters: [], subscriptions: [] };
}

export interface SubscribedRun {
  readonly pipeline: string;
  /** The subscription's name. */
  readonly schedule: string;
  readonly version: number;
}

/** `front-page-digest/on-topics/v12`: one run a version. */
export function toSubscribedRunId({ pipeline, schedule, version }: SubscribedRun): string {
  return `${pipeline}/${schedule}/v${version}`;
}
