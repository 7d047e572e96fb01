import { HeadraceError } from './headrace-error.ts';

/** Temporal did not answer within the deadline, or its connection is down. */
export class TemporalUnreachable extends HeadraceError {
  override readonly name = 'TemporalUnreachable';
  readonly type = 'TemporalUnreachable';

  constructor(options?: ErrorOptions) {
    super('Temporal does not answer', options);
  }
}
