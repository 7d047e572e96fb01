import type { ConcludeRequest, DatasetUse, RowOrder, RunSummary, WordCount } from '@headrace/contracts';

/**
 * One execution of a pipeline, as its workflow tells it. One that is skipped plans and lands nothing, has no rows and no
 * words, and concludes with a summary that says why.
 */
export interface Run<Input, Row> {
  /** Validated, with the contract's defaults. */
  readonly input: Input;
  /** The versions that the run reads. */
  readonly uses: readonly DatasetUse[];
  /** Why it is skipped; `undefined` where it is not. */
  readonly skipped: string | undefined;
  /** Lists the source's keys and lands them, batch by batch. */
  planAndLand(): Promise<void>;
  /** Totals the run up and publishes the dataset's new version. */
  conclude(): Promise<RunSummary>;
  /** The run's first rows, in list order. */
  readRows(limit: number): Promise<readonly Row[]>;
  /** The run's first rows in another order; those without a value come last. */
  topRows(order: readonly FieldOrder<Row>[], limit: number): Promise<readonly Row[]>;
  /** The most frequent words of a text field over the run's rows. */
  countWords(field: keyof Row & string, limit: number): Promise<readonly WordCount[]>;
}

interface FieldOrder<Row> extends RowOrder {
  readonly field: keyof Row & string;
}

/** How a run ended without a result. */
export type Abandonment = Exclude<ConcludeRequest['outcome'], 'completed' | 'skipped'>;
