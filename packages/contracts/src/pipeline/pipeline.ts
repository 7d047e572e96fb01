import type { AnyDatasetContract, DatasetContract } from '../dataset/dataset.ts';
import type { Dependency } from '../dataset/dependency.ts';
import type { AnyInputSchema, InputSchema } from '../input/input-schema.ts';
import type { RunRequest } from '../run/run-request.ts';
import type { BatchLimits } from './batch-limits.ts';

/** The request budget of one host, shared by all activity workers. */
export interface RequestBudget {
  readonly requestsPerSecond: number;
  /** Requests that may come at once after a quiet while. */
  readonly burst: number;
  /** Requests in flight at once. */
  readonly concurrent: number;
}

/** By what a source's items are told new from known. */
export interface WatermarkContract {
  readonly type: 'timestamp' | 'integer';
  /** How far before the watermark to read again, so that late changes are not missed: ms, or ids. */
  readonly overlap: number;
  /** Input fields whose values have a watermark each; one for all runs where there are none. */
  readonly per?: readonly string[];
  /** Input fields that an incremental run does not take. */
  readonly excludes?: readonly string[];
  readonly description: string;
}

/** A pipeline as plain data: the table, the flags, the validation and the docs follow from it. */
export interface PipelineContract<Input, Row, Result> {
  /** As people type it, and the basename of its files: kebab-case. */
  readonly name: string;
  /** The workflow's type: the name in camelCase. */
  readonly workflow: string;
  readonly title: string;
  readonly input: InputSchema<Input>;
  readonly dataset: DatasetContract<Row>;
  readonly batch: BatchLimits;
  /** The request budget of the source's host; unlimited by default. */
  readonly budget?: RequestBudget;
  /** Share of a run's items that may be quarantined before the run fails and publishes nothing, 0 to 1. */
  readonly quarantineLimit: number;
  /** The watermark of a source that can list only new items. */
  readonly watermark?: WatermarkContract;
  /** The datasets that a run waits for before it begins. */
  readonly after?: readonly Dependency[];
  /** Holds the types together; never set. */
  readonly types?: { readonly input: Input; readonly row: Row; readonly result: Result };
}

/** A contract with its types erased, for code that serves every pipeline. */
export interface AnyPipelineContract {
  readonly name: string;
  readonly workflow: string;
  readonly title: string;
  readonly input: AnyInputSchema;
  readonly dataset: AnyDatasetContract;
  readonly batch: BatchLimits;
  readonly budget?: RequestBudget;
  readonly quarantineLimit: number;
  readonly watermark?: WatermarkContract;
  readonly after?: readonly Dependency[];
}

type TypesOf<Contract> = Contract extends { readonly types?: infer Types } ? NonNullable<Types> : never;

export type InputOf<Contract> = TypesOf<Contract> extends { input: infer Input } ? Input : never;
export type RowOf<Contract> = TypesOf<Contract> extends { row: infer Row } ? Row : never;
export type ResultOf<Contract> = TypesOf<Contract> extends { result: infer Result } ? Result : never;

/**
 * The signature of a contract's workflow, for Temporal's typed client:
 * `client.workflow.start<WorkflowOf<typeof hackerNews>>(hackerNews.workflow, …)`.
 */
export type WorkflowOf<Contract> = (request: RunRequest<InputOf<Contract>>) => Promise<ResultOf<Contract>>;
