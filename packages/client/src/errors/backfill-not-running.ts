import type { RunState } from '../run-state.ts';
import { HeadraceError } from './headrace-error.ts';

/** The backfill has ended, or is about to; there is nothing left to pause or resume. */
export class BackfillNotRunning extends HeadraceError {
  override readonly name = 'BackfillNotRunning';
  readonly type = 'BackfillNotRunning';
  readonly backfill: string;
  readonly state: RunState | 'stopping';

  constructor(backfill: string, state: RunState | 'stopping', options?: ErrorOptions) {
    super(`backfill ${backfill} is ${state}; only a running one can be paused or resumed`, options);
    this.backfill = backfill;
    this.state = state;
  }
}
