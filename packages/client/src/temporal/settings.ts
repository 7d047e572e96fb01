import { pipelines, type AnyPipelineContract } from '@headrace/contracts';
import type { Client } from '@temporalio/client';

export interface HeadraceClientOptions {
  /** Connected to the namespace the runs live in. */
  readonly client: Client;
  /** The pipelines whose runs are listed and watched; those of contracts by default. */
  readonly pipelines?: readonly AnyPipelineContract[];
  /** Bound of one call to Temporal, its retries included, ms; 10 s by default. */
  readonly callTimeout?: number;
  /** How long a worker is given to tell a run's progress, ms; 2 s by default. */
  readonly queryTimeout?: number;
  /** How long the workers are given to read one page of rows, ms; 30 s by default. */
  readonly pageTimeout?: number;
}

export type Settings = Required<HeadraceClientOptions>;

/** Fills the defaults in. */
export function toSettings(options: HeadraceClientOptions): Settings {
  return {
    client: options.client,
    pipelines: options.pipelines ?? pipelines,
    callTimeout: options.callTimeout ?? 10_000,
    queryTimeout: options.queryTimeout ?? 2_000,
    pageTimeout: options.pageTimeout ?? 30_000,
  };
}
