import type { RunSummary } from '@headrace/contracts';

import { HeadraceError } from './headrace-error.ts';

/** The run was cancelled and has no result. */
export class RunCancelled extends HeadraceError {
  override readonly name = 'RunCancelled';
  readonly type = 'RunCancelled';
  readonly runId: string;
  /** What it kept; `null` where it could not be totalled up. */
  readonly summary: RunSummary | null;

  constructor(runId: string, summary: RunSummary | null, options?: ErrorOptions) {
    super(`run ${runId} was cancelled`, options);
    this.runId = runId;
    this.summary = summary;
  }
}
