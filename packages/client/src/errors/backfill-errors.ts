import type { ErrorKind } from '@headrace/contracts';

import type { RunState } from '../temporal/run-state.ts';
import { HeadraceError } from './headrace-error.ts';

/** There is no backfill of that name. */
export class BackfillNotFound extends HeadraceError {
  override readonly name = 'BackfillNotFound';
  readonly type = 'BackfillNotFound';
  readonly backfill: string;

  constructor(backfill: string, options?: ErrorOptions) {
    super(`there is no backfill ${backfill}`, options);
    this.backfill = backfill;
  }

  get kind(): ErrorKind {
    return 'missing';
  }
}

/** A backfill of that name is running, and what was asked takes one that is not. */
export class BackfillRunning extends HeadraceError {
  override readonly name = 'BackfillRunning';
  readonly type = 'BackfillRunning';
  readonly backfill: string;

  /** `way` is what would be valid. */
  constructor(backfill: string, way: string) {
    super(`backfill ${backfill} is still running; ${way}`);
    this.backfill = backfill;
  }

  get kind(): ErrorKind {
    return 'conflict';
  }
}

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

  get kind(): ErrorKind {
    return 'conflict';
  }
}
