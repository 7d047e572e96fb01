import type { RunSummary, ErrorKind } from '@headrace/contracts';

import type { RunState } from '../temporal/run-state.ts';
import { HeadraceError } from './headrace-error.ts';

/** One failure of a chain: its type on the wire and its message. */
export interface FailureCause {
  readonly type: string;
  readonly message: string;
}

export interface RunFailure {
  readonly state: Exclude<RunState, 'running' | 'paused' | 'completed' | 'cancelled'>;
  /** Outermost first; never empty. */
  readonly causes: readonly [FailureCause, ...FailureCause[]];
  readonly summary: RunSummary | null;
}

/** The run ended without a result, and not because it was cancelled. */
export class RunFailed extends HeadraceError {
  override readonly name = 'RunFailed';
  readonly type = 'RunFailed';
  readonly runId: string;
  readonly state: RunFailure['state'];
  /** The failure as the run names it: a type of the contracts, or a programming error's name. */
  readonly failure: FailureCause;
  /** Where it began; the same as `failure` when that has no cause. */
  readonly innermost: FailureCause;
  /** The totals of the run; `null` where no total could be made. */
  readonly summary: RunSummary | null;

  constructor(runId: string, { state, causes, summary }: RunFailure, options?: ErrorOptions) {
    const [failure] = causes;
    const innermost = causes.at(-1) ?? failure;
    const origin = innermost === failure ? '' : ` (${innermost.type}: ${innermost.message})`;
    super(`run ${runId} ${state}: ${failure.type}: ${failure.message}${origin}`, options);
    this.runId = runId;
    this.state = state;
    this.failure = failure;
    this.innermost = innermost;
    this.summary = summary;
  }

  get kind(): ErrorKind {
    return 'failed';
  }
}

/** The run was cancelled and has no result. */
export class RunCancelled extends HeadraceError {
  override readonly name = 'RunCancelled';
  readonly type = 'RunCancelled';
  readonly runId: string;
  /** The totals of the run; `null` where no total could be made. */
  readonly summary: RunSummary | null;

  constructor(runId: string, summary: RunSummary | null, options?: ErrorOptions) {
    super(`run ${runId} was cancelled`, options);
    this.runId = runId;
    this.summary = summary;
  }

  get kind(): ErrorKind {
    return 'failed';
  }
}
