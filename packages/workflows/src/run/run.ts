import type { ConcludeRequest, RunSummary, WordCount } from '@headrace/contracts';

/** One execution of a pipeline, as its workflow tells it. */
export interface Run<Input, Row> {
  /** Validated, with the contract's defaults. */
  readonly input: Input;
  /** Lists the source's keys and lands them, batch by batch. */
  planAndLand(): Promise<void>;
  /** Totals the run up and publishes the dataset's new version. */
  conclude(): Promise<RunSummary>;
  /** The run's first rows, in list order. */
  readRows(limit: number): Promise<readonly Row[]>;
  /** The most frequent words of a text field over the run's rows. */
  countWords(field: keyof Row & string, limit: number): Promise<readonly WordCount[]>;
}

/** How a run ended without a result. */
export type Abandonment = Exclude<ConcludeRequest['outcome'], 'completed'>;
