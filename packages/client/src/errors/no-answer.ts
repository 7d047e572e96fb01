import { HeadraceError } from './headrace-error.ts';

/** Temporal is there, but no worker did the work within its bound. */
export class NoAnswer extends HeadraceError {
  override readonly name = 'NoAnswer';
  readonly type = 'NoAnswer';

  constructor(work: string, timeout: number, options?: ErrorOptions) {
    const seconds = Math.round(timeout / 1000);
    super(
      `${work} got no answer within ${seconds} s: the workers are not running, or cannot reach Postgres`,
      options,
    );
  }
}
