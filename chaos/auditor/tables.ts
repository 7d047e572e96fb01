import type { AnyRow, DatasetUse, Interval, QuarantineReason, RunCounts } from '@headrace/contracts';

/** What is in the store. */
export interface Tables {
  readonly runs: readonly RunRecord[];
  /** By dataset name. */
  readonly datasets: ReadonlyMap<string, DatasetRecord>;
}

export interface RunRecord {
  readonly id: string;
  readonly pipeline: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly state: 'running' | 'completed' | 'skipped' | 'cancelled' | 'failed';
  readonly counts: RunCounts | null;
  readonly generation: number;
  /** Requests of plans that failed, which no shard counts. */
  readonly planRequests: number;
  /** The run whose quarantine this one lands again. */
  readonly replayOf: string | null;
  /** The stretch of time that it works on. */
  readonly interval: Interval | null;
  /** The schedule, subscription or backfill that it is of. */
  readonly schedule: string | null;
  /** The versions that it reads. */
  readonly uses: readonly DatasetUse[];
  readonly shards: readonly ShardRecord[];
  readonly batches: readonly BatchRecord[];
  /** Reasons by key. */
  readonly quarantine: ReadonlyMap<string, QuarantineReason>;
}

export interface ShardRecord {
  readonly shard: number;
  readonly firstBatch: number;
  readonly batches: number;
  readonly listed: number;
  readonly requests: number;
  readonly next: string | null;
}

export interface BatchRecord {
  readonly number: number;
  readonly keys: readonly string[];
  readonly cursor: number;
  readonly pending: readonly string[];
  readonly absentKeys: readonly string[];
  readonly listed: number;
  readonly landed: number;
  readonly absent: number;
  readonly quarantined: number;
  readonly requests: number;
}

export interface DatasetRecord {
  readonly name: string;
  readonly rows: ReadonlyMap<string, RowRecord>;
  /** In order. */
  readonly versions: readonly VersionRecord[];
}

export interface RowRecord {
  /** As the contract types it. */
  readonly row: AnyRow;
  /** The run that wrote it last. */
  readonly run: string;
}

export interface VersionRecord {
  readonly version: number;
  readonly run: string;
  readonly generation: number;
  readonly rows: number;
  readonly interval: Interval | null;
}
