import type { AnyRow } from '../dataset/dataset.ts';

/** A place in a run's list order: the batch, and the key's position in it, both from 0. */
export interface RowCursor {
  readonly batch: number;
  readonly position: number;
}

export interface ReadRowsRequest {
  readonly pipeline: string;
  /** The latest concluded run where it is not given. */
  readonly runId?: string;
  /** Rows at most, at least 1. */
  readonly limit: number;
  readonly after?: RowCursor;
}

export interface RowPage {
  readonly dataset: string;
  readonly runId: string;
  readonly rows: readonly AnyRow[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: RowCursor;
}

/** A field to order rows by; those without a value come last either way. */
export interface RowOrder {
  readonly field: string;
  readonly descending?: boolean;
}

export interface TopRowsRequest {
  readonly pipeline: string;
  readonly runId: string;
  /** The first decides, each further one among equals; list order at the end. */
  readonly order: readonly RowOrder[];
  /** Rows at most, at least 1. */
  readonly limit: number;
}

/** The workflow by which a process without database credentials reads rows, a page a call. */
export const readRowsWorkflow = 'readRows';
export type ReadRowsWorkflow = (request: ReadRowsRequest) => Promise<RowPage>;
