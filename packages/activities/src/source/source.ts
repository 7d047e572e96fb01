import type { AnyRow, DatasetUse, Interval, PlanRequest } from '@headrace/contracts';

import type { WaitClock } from './wait-clock.ts';
import type { WatermarkSpan } from './watermark.ts';

/** Counts requests as they are sent, retries included. */
export interface RequestMeter {
  requests: number;
  /** Told what requests wait for; nobody asks where it is not given. */
  readonly waits?: WaitClock;
}

export interface SourceContext {
  /** Aborts what is in flight. */
  readonly signal: AbortSignal;
  readonly meter: RequestMeter;
  /** Where the list of an incremental run begins: the last published watermark, less the overlap. */
  readonly since?: string;
  /** The versions that the run reads. */
  readonly uses?: readonly DatasetUse[];
  /** The run's; absent for a run of none. */
  readonly interval?: Interval;
}

export interface KeyPage {
  /** In list order. */
  readonly keys: readonly string[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
  /** Of the keys as they are listed; only where the contract has a watermark and the page a key. */
  readonly span?: WatermarkSpan;
}

export interface PageRequest {
  /** `next` of the page before; absent for the first. */
  readonly cursor?: string;
  /** Keys at most. */
  readonly limit: number;
}

/** Where items come from. `Input` is the contract's, validated and with its defaults. */
export interface Source<Input, Row> {
  /** Whether `list` never gives a key twice, so that the plan need not look. Default false. */
  readonly distinct?: boolean;
  /**
   * The input with what this process's settings say where it leaves that open; the run keeps it from its start on.
   * Throws a terminal error for an input that is none.
   */
  settle?(input: Input): Input;
  /** One page of the keys. Throws `ItemFailure` when the list cannot be read. */
  list(input: Input, page: PageRequest, context: SourceContext): Promise<KeyPage>;
  /** One item as a row; `undefined` where the source has none by that key. Throws `ItemFailure`. */
  fetchItem(input: Input, key: string, context: SourceContext): Promise<Row | undefined>;
}

/** A source with its types erased, for code that serves every pipeline. */
export type AnySource = Source<unknown, AnyRow>;

/** One page of a list that the source gives as a whole; the cursor is the place in it. */
export function pageOf(keys: readonly string[], { cursor = '0', limit }: PageRequest): KeyPage {
  const from = Number(cursor);
  const to = from + limit;
  return { keys: keys.slice(from, to), ...(to < keys.length && { next: String(to) }) };
}

/** The input as the store keeps it: with what the source settles from its process's settings. */
export function settleInput(source: AnySource, input: PlanRequest['input']): PlanRequest['input'] {
  return source.settle === undefined ? input : (source.settle(input) as PlanRequest['input']);
}
