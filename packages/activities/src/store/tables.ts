import type { ConcludeRequest, DatasetUse, QuarantineReason, RunCounts } from '@headrace/contracts';
import type { Generated, JSONColumnType, Kysely } from 'kysely';

import type { PendingItem } from './store.ts';

import type { StoreGuards } from './guards.ts';

/** The control tables, as the queries see them. Their definitions are the migrations. */
export interface ControlTables {
  'headrace.run': RunTable;
  'headrace.shard': ShardTable;
  'headrace.batch': BatchTable;
  'headrace.quarantine': QuarantineTable;
  'headrace.dataset_version': DatasetVersionTable;
  'headrace.watermark': WatermarkTable;
  'headrace.prune': PruneTable;
  'headrace.host_budget': HostBudgetTable;
}

export interface StoreContext {
  readonly db: Kysely<ControlTables>;
  /** Where the dataset tables are. */
  readonly schema: string;
  readonly guards: StoreGuards;
}

interface RunTable {
  id: string;
  pipeline: string;
  input: JSONColumnType<Record<string, unknown>>;
  /** The execution that works on the run now. */
  execution: string;
  /** Executions that others took the run over from. */
  superseded: Generated<string[]>;
  /** Counted up whenever the run starts over: each may publish a version. */
  generation: Generated<number>;
  /** The run whose quarantine it lands again, and where what fails again stays. */
  replay_of: string | null;
  /** When the attempt was scheduled that took the run over or concluded it; an earlier one plans and concludes nothing. */
  fence: number | null;
  state: 'running' | ConcludeRequest['outcome'];
  counts: JSONColumnType<RunCounts | null>;
  interval_start: string | null;
  interval_end: string | null;
  schedule: string | null;
  /** The versions that the run reads. */
  uses: JSONColumnType<DatasetUse[]>;
  /** Where an incremental run's list begins; kept, so that a retried plan begins there too. */
  since: string | null;
  /** Requests of plans that failed, which no shard counts. */
  plan_requests: Generated<number>;
  /** Whose watermark the run moves; `null` where its pipeline has none. */
  watermark_scope: string | null;
  started_at: Generated<string>;
  concluded_at: string | null;
  /** Since when its batches are gone or going. */
  pruned_at: string | null;
}

interface ShardTable {
  run: string;
  shard: number;
  first_batch: number;
  batches: number;
  listed: number;
  requests: number;
  next: string | null;
  /** The lowest and the highest watermark listed; `null` where the source has none. */
  low: Generated<string | null>;
  high: Generated<string | null>;
}

interface BatchTable {
  run: string;
  number: number;
  keys: JSONColumnType<string[]>;
  listed: number;
  cursor: Generated<number>;
  pending: JSONColumnType<PendingItem[]>;
  absent_keys: JSONColumnType<string[]>;
  control_key: string | null;
  fence: number | null;
  landed: Generated<number>;
  absent: Generated<number>;
  quarantined: Generated<number>;
  requests: Generated<number>;
}

interface QuarantineTable {
  run: string;
  key: string;
  pipeline: string;
  batch: number;
  reason: QuarantineReason;
  detail: string;
  status: number | null;
  attempts: number;
  record: string | null;
  /** The discard request, or the replay that found the item absent. */
  discarded_by: string | null;
  created_at: Generated<string>;
}

interface DatasetVersionTable {
  dataset: string;
  version: number;
  run: string;
  generation: number;
  pipeline: string;
  rows: number;
  interval_start: string | null;
  interval_end: string | null;
  watermark: string | null;
  published_at: Generated<string>;
}

interface PruneTable {
  id: string;
  pipeline: string | null;
  /** Runs that ended before this time are pruned. */
  before: string;
  passed_at: Generated<string>;
  passed: Generated<string>;
  runs: Generated<number>;
  batches: Generated<number>;
  keys: Generated<number>;
  bytes: Generated<number>;
  started_at: Generated<string>;
}

/** The watermark of the last published version of each pipeline and scope. */
interface HostBudgetTable {
  host: string;
  next_at: Generated<string>;
  blocked_until: Generated<string>;
  refusals: Generated<number>;
  leases: JSONColumnType<object>;
}

interface WatermarkTable {
  pipeline: string;
  scope: string;
  value: string;
  run: string;
  published_at: Generated<string>;
}
