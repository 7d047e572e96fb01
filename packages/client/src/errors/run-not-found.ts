import { terminalErrors } from '@headrace/contracts';

import { HeadraceError } from './headrace-error.ts';

/** There is no run of that id. */
export class RunNotFound extends HeadraceError {
  override readonly name = 'RunNotFound';
  readonly type: string = terminalErrors.runNotFound;

  static of(runId: string, options?: ErrorOptions): RunNotFound {
    return new RunNotFound(`there is no run ${runId}`, options);
  }
}
