import { HeadraceError } from './headrace-error.ts';

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
}
