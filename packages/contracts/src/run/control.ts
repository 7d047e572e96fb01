import type { RunIdentity } from './run-identity.ts';
import type { RunProgress, RunSummary, ShardProgress, Steering, Tuning } from './run.ts';

export interface RunQueries {
  progress(): RunProgress;
}

export interface RunUpdates {
  pause(): Steering;
  resume(): Steering;
  /** Refused when it is no `Tuning`. */
  tune(tuning: Tuning): Steering;
}

export interface ShardQueries {
  progress(): ShardProgress;
}

export interface ShardSignals {
  /** From a run to its shards. */
  steer(steering: Steering): void;
}

type Names<Messages> = { readonly [Name in keyof Messages]: Name };

/** Names by which a run is asked and steered, the same for every pipeline. */
export const control: Names<RunQueries & RunUpdates & ShardQueries & ShardSignals> = {
  progress: 'progress',
  pause: 'pause',
  resume: 'resume',
  tune: 'tune',
  steer: 'steer',
};

/** Memo of a run, readable without a worker. */
export interface RunMemo {
  /** The identity of the request, set at the start; absent from runs started by other clients. */
  readonly request?: RunIdentity;
  /** When the run began, ISO 8601; set where an execution goes on from another. */
  readonly startedAt?: string;
  /** The totals, set at the run's end, however the run ends. */
  readonly summary?: RunSummary;
}
