import type { RunState } from '../run-state.ts';
import { HeadraceError } from './headrace-error.ts';

/** The run has ended; there is nothing left to steer. */
export class RunEnded extends HeadraceError {
  override readonly name = 'RunEnded';
  readonly type = 'RunEnded';
  readonly runId: string;
  /** How it ended. */
  readonly state: RunState;

  constructor(runId: string, state: RunState, options?: ErrorOptions) {
    super(`run ${runId} has ended: ${state}; only a running run can be paused, resumed or tuned`, options);
    this.runId = runId;
    this.state = state;
  }
}
