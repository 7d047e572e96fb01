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
}
