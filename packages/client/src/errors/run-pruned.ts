import { terminalErrors } from '@headrace/contracts';

import { HeadraceError } from './headrace-error.ts';

/** The run's keys were pruned; which rows of the dataset are its own is no longer known. */
export class RunPruned extends HeadraceError {
  override readonly name = 'RunPruned';
  readonly type: string = terminalErrors.runPruned;
}
