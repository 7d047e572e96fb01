import type { ConcludeRequest, QuarantineReason, RunCounts } from '@headrace/contracts';
import type { Generated, JSONColumnType, Kysely } from 'kysely';

import type { StoreMutations } from './mutations.ts';
import type { PendingItem } from './store.ts';

/** The control tables, as the queries see them. Their definitions are the migrations. */
export interface ControlTables {
  'headrace.run': RunTable;
  'headrace.shard': ShardTable;
  'headrace.batch': BatchTable;
  'headrace.quarantine': QuarantineTable;
  'headrace.dataset_version': DatasetVersionTable;
}

export interface StoreContext {
  readonly db: Kysely<ControlTables>;
  /** Where the dataset tables are. */
  readonly schema: string;
  readonly mutations: StoreMutations;
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
  started_at: Generated<string>;
  concluded_at: string | null;
}

interface ShardTable {
  run: string;
  shard: number;
  first_batch: number;
  batches: number;
  listed: number;
  requests: number;
  next: string | null;
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
  /** The request that discarded it. */
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
  published_at: Generated<string>;
}
