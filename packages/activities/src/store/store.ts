import type {
  AnyPipelineContract,
  AnyRow,
  ConcludeRequest,
  Conclusion,
  DatasetDescription,
  DatasetListing,
  DatasetReading,
  DatasetUse,
  DescribeDatasetRequest,
  Discarded,
  FindVersionRequest,
  Interval,
  Landed,
  PlanRequest,
  QuarantineFilter,
  QuarantinePage,
  QuarantineReason,
  ReadDatasetRequest,
  ReadQuarantineRequest,
  ReadRowsRequest,
  ReplayPreview,
  ReplayRequest,
  RowPage,
  RunRef,
  Shard,
  TopRowsRequest,
  WatermarkContract,
} from '@headrace/contracts';

import type { RequestLeases } from '../budget/lease.ts';
import type { KeyPage, PageRequest } from '../source/source.ts';
import type { WatermarkSpan } from '../source/watermark.ts';
import type { Prunes } from './pruning/prunable.ts';

/**
 * Keeps runs, batches and datasets in Postgres. Every method does all of its work in one transaction, or
 * none.
 */
export interface Store extends RequestLeases, Prunes {
  /**
   * Opens the run, or goes on with it. With `again`, the work of an earlier `execution` is dropped first,
   * once. Resolves to the progress of the plan. A replay takes over the input of the replayed run. Throws
   * `RunNotFound` or `InvalidReplay` when a run cannot be replayed. Throws `RunPruned` where the run is
   * finished and pruned, or depends on a pruned run.
   */
  openRun(request: PlanClaim): Promise<PlannedSoFar>;
  /**
   * Writes one shard and its batches; a shard that is there already is returned as it is.
   * Throws `Superseded` when the run was concluded or taken over since; so does `openRun`.
   */
  saveShard(plan: ShardPlan): Promise<Shard>;
  /** Counts requests of a plan that failed; nothing where the run was concluded or taken over since. */
  countPlanRequests(requests: CountedPlanRequests): Promise<void>;
  /** Throws `RunNotFound`. */
  readRun(run: RunRef): Promise<StoredRun>;
  /** Takes a batch for an attempt. Throws `Superseded` when a later attempt has it. */
  claimBatch(claim: BatchClaim): Promise<ClaimedBatch>;
  /** The chunk's transaction. Throws `Superseded`, having written nothing, when the fence does not hold. */
  commitChunk(contract: AnyPipelineContract, chunk: Chunk): Promise<Landed>;
  /** Counts requests of an attempt that ends without a chunk to commit them with; nothing where it has lost its batch. */
  countRequests(requests: CountedRequests): Promise<void>;
  /**
   * Takes the open batches from their attempts, totals the run and publishes its version. A run that has not planned is
   * put there where the request says what it was asked; what an earlier execution concluded stays as it is. The same
   * answer however often it is called. Throws `QuarantineLimit`, or `Superseded` when the run was taken over since.
   */
  conclude(contract: AnyPipelineContract, request: ConcludeClaim): Promise<Conclusion>;
  /** Throws `RunNotFound` or `RunPruned`. */
  readRows(contract: AnyPipelineContract, request: ReadRowsRequest): Promise<RowPage>;
  /**
   * The first of the rows that a run landed, in the order asked for. Throws `InvalidInput` for a field there is none of,
   * or `RunPruned`.
   */
  topRows(contract: AnyPipelineContract, request: TopRowsRequest): Promise<RowPage>;
  /** Throws `RunNotFound`, or `InvalidReplay` for a run that is itself a replay; so do the next two. */
  readQuarantine(request: ReadQuarantineRequest): Promise<QuarantinePage>;
  /** Takes items out of quarantine for good; the same answer however often it is called. Throws `EmptyFilter`. */
  discardQuarantine(request: DiscardRequest): Promise<Discarded>;
  previewReplay(replay: ReplayRequest): Promise<ReplayPreview>;
  /** The keys of a replay, a page at a time. */
  listReplayKeys(replay: ReplayRequest, page: PageRequest): Promise<KeyPage>;
  /** Those of the runs that have completed or were skipped, in the order asked. */
  findFinished(runIds: readonly string[]): Promise<string[]>;
  /** The newest version that meets the need, or `null`. */
  findVersion(request: FindVersionRequest): Promise<DatasetUse | null>;
  /** Reads a dataset's new versions, and which needs are met. */
  readDataset(request: ReadDatasetRequest): Promise<DatasetReading>;
  /** Every dataset that has a version, by name. */
  listDatasets(): Promise<DatasetListing[]>;
  /** A dataset's newest versions. */
  describeDataset(request: DescribeDatasetRequest): Promise<DatasetDescription>;
  close(): Promise<void>;
}

/** The request of a run, as stored. */
export interface StoredRun {
  readonly input: unknown;
  /** The versions that the run reads. */
  readonly uses: readonly DatasetUse[];
  readonly interval?: Interval;
}

/** When Temporal scheduled an attempt, ms since 1970: a later attempt's is higher, also across executions. */
interface Fenced {
  readonly fence: number;
}

export interface PlanClaim extends PlanRequest, Fenced {
  /** The watermark of the pipeline, if any. */
  readonly watermark?: WatermarkContract;
}

export interface PlannedSoFar {
  /** The shards made, in order. */
  readonly shards: readonly Shard[];
  /** The list cursor after the last of them; absent before the first and at the end of the list. */
  readonly cursor?: string;
  /** Where an incremental run's list begins; absent where nothing was published to go on from. */
  readonly since?: string;
}

export interface ShardPlan extends RunRef, Fenced {
  readonly shard: number;
  /** In list order; a key that the run has already is left out. */
  readonly keys: readonly string[];
  readonly batchSize: number;
  /** Where the next shard's keys begin; absent at the end of the list. */
  readonly next?: string;
  readonly requests: number;
  /** Watermarks of what was listed. */
  readonly span?: WatermarkSpan;
  /** Whether no key is given twice over the run's shards, so that nothing need be left out. Default false. */
  readonly distinct?: boolean;
}

export interface CountedPlanRequests extends Pick<PlanRequest, 'runId' | 'execution'>, Fenced {
  readonly requests: number;
  /** Counts nothing where this shard is saved: its row has the requests. */
  readonly shard?: number;
}

/** A batch is written by its latest claimant alone: the claim's fence and the batch's cursor see to it. */
export interface BatchClaim extends RunRef, Fenced {
  readonly batch: number;
}

export interface CountedRequests extends BatchClaim {
  readonly requests: number;
  /** Counts nothing where the batch's cursor is elsewhere: the chunk that they belong to was committed. */
  readonly cursor?: number;
}

export interface ConcludeClaim extends ConcludeRequest, Fenced {}

export interface PendingItem {
  readonly key: string;
  /** Passes that failed so far, at least 1. */
  readonly attempts: number;
  /** When it first failed, ms since 1970. */
  readonly since: number;
  readonly reason: QuarantineReason;
  readonly detail: string;
  readonly status?: number;
}

export interface ClaimedBatch {
  readonly keys: readonly string[];
  /** Keys worked through, retried ones counted again: it only grows, and each commit moves it. */
  readonly cursor: number;
  /** Failed transiently, to be tried again. */
  readonly pending: readonly PendingItem[];
  /** A key that the source has answered, to tell a failing item from a failing source. */
  readonly controlKey?: string;
  readonly counts: Landed;
  /** The run that the batch's run replays. */
  readonly replayOf?: string | undefined;
}

export interface KeyedRow {
  readonly key: string;
  readonly row: AnyRow;
}

export interface QuarantineEntry extends PendingItem {
  /** The answer as it came, capped. */
  readonly record?: string;
}

/** The outcomes of some of a batch's keys, committed together with the cursor. */
export interface Chunk extends BatchClaim {
  /** The cursor as it was read. */
  readonly cursor: number;
  /** Keys this chunk worked through, at least 1. */
  readonly advance: number;
  readonly landed: readonly KeyedRow[];
  readonly absent: readonly string[];
  readonly quarantined: readonly QuarantineEntry[];
  /** The batch's whole list of pending items from now on. */
  readonly pending: readonly PendingItem[];
  readonly controlKey?: string;
  readonly requests: number;
  /** As it was claimed: landed and absent items leave that run's quarantine, what failed again stays there. */
  readonly replayOf?: string | undefined;
}

export interface DiscardRequest {
  readonly filter: QuarantineFilter;
  /** Who asks: the same one asking again is told the same. */
  readonly by: string;
}
