import { prompt, type ActivityDefaults } from '../run/activities.ts';
import type { Interval } from '../schedule/interval.ts';
import type { DatasetUse } from './dependency.ts';

/** One concluded run's part of a dataset. */
export interface DatasetVersion {
  /** From 1, without a gap. */
  readonly version: number;
  /** The run that published it. */
  readonly run: string;
  readonly pipeline: string;
  /** Rows that its run landed. */
  readonly rows: number;
  readonly interval: Interval | null;
  readonly watermark: string | null;
  /** ISO 8601. */
  readonly publishedAt: string;
}

/** A need of a dataset: the version whose interval holds `start`, or any version without a `start`. */
export interface VersionNeed {
  /** ISO 8601. */
  readonly start?: string;
}

/** A run that waits for a version. */
export interface Waiter extends VersionNeed {
  /** Its workflow id. */
  readonly waiter: string;
}

export interface FindVersionRequest extends VersionNeed {
  readonly dataset: string;
}

export interface ReadDatasetRequest {
  readonly dataset: string;
  /** Only versions past this number; none by default. */
  readonly after?: number;
  /** Versions at most, and met needs at most. */
  readonly limit: number;
  /** Each once. */
  readonly needs: readonly VersionNeed[];
}

export interface AwaitVersionRequest {
  readonly dataset: string;
  readonly after: number;
}

/** New versions of a dataset. */
export interface DatasetReading {
  /** In their order. */
  readonly versions: readonly DatasetUse[];
  /** Needs that are met, each by its newest version. */
  readonly met: readonly MetNeed[];
  /** Whether there are more versions or met needs than the limit. */
  readonly more: boolean;
}

export interface MetNeed extends VersionNeed {
  readonly use: DatasetUse;
}

/** A dataset and its newest version. */
export interface DatasetListing {
  readonly dataset: string;
  readonly latest: DatasetVersion;
}

export interface DescribeDatasetRequest {
  readonly dataset: string;
  /** Versions at most, newest first. */
  readonly limit: number;
}

export interface DatasetDescription {
  readonly dataset: string;
  /** Newest first. */
  readonly versions: readonly DatasetVersion[];
}

export interface VersionActivities {
  /** The newest version that meets the need, or `null`. */
  findVersion(request: FindVersionRequest): Promise<DatasetUse | null>;
  /** Reads new versions, and which needs are met. */
  readDataset(request: ReadDatasetRequest): Promise<DatasetReading>;
  /** The newest version's number, once it is past `after`; until then it fails as `NoVersion`, to be tried again. */
  awaitVersion(request: AwaitVersionRequest): Promise<number>;
  /** Every dataset that has a version, by name. */
  listDatasets(): Promise<readonly DatasetListing[]>;
  describeDataset(request: DescribeDatasetRequest): Promise<DatasetDescription>;
}

/** For workflows that wait anyway: a database that is away is waited for. */
const steady: ActivityDefaults = {
  ...prompt,
  scheduleToCloseTimeout: 90 * 24 * 60 * 60_000,
  retry: { ...prompt.retry, maximumInterval: 30_000, maximumAttempts: 300_000 },
};

/** Time between two looks, ms. Retries are the clock, for they leave no events behind. */
const lookInterval = 10 * 60_000;

export const versionDefaults: Readonly<Record<keyof VersionActivities, ActivityDefaults>> = {
  findVersion: steady,
  readDataset: steady,
  awaitVersion: {
    ...steady,
    retry: {
      ...steady.retry,
      initialInterval: lookInterval,
      backoffCoefficient: 1,
      maximumInterval: lookInterval,
    },
  },
  listDatasets: prompt,
  describeDataset: prompt,
};

/** The workflows by which a process without database credentials looks at datasets: one activity each. */
export type DatasetWorkflows = Pick<VersionActivities, 'listDatasets' | 'describeDataset'>;

/** Whether a version is what is needed. */
export function meets({ start }: VersionNeed, { interval }: Pick<DatasetUse, 'interval'>): boolean {
  if (start === undefined) return true;
  if (interval === null) return false;
  const at = Date.parse(start);
  return Date.parse(interval.start) <= at && at < Date.parse(interval.end);
}
