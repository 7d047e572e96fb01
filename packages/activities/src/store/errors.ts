import { retryableErrors, terminalErrors } from '@headrace/contracts';

/** Postgres could not be reached, dropped the connection, or gave way to another transaction: to be tried again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly type: typeof retryableErrors.storeUnavailable = retryableErrors.storeUnavailable;
}

/** Another attempt has the batch, or another execution the run; nothing was written. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
  readonly type: typeof retryableErrors.superseded = retryableErrors.superseded;
}

export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
  readonly type: typeof terminalErrors.runNotFound = terminalErrors.runNotFound;
}

/** Which rows are the run's is no longer known. */
export class RunPruned extends Error {
  override readonly name = 'RunPruned';
  readonly type: typeof terminalErrors.runPruned = terminalErrors.runPruned;

  /** `at` is ISO 8601. */
  constructor(runId: string, at: string) {
    super(
      `run ${runId}: its keys were pruned at ${at}, so which rows of the dataset are its own is no longer known; ` +
        'started with --again, it lists and lands anew',
    );
  }
}

/** A replay of what cannot be replayed, or under an id that is not its own. */
export class InvalidReplay extends Error {
  override readonly name = 'InvalidReplay';
  readonly type: typeof terminalErrors.invalidInput = terminalErrors.invalidInput;
}

/** A run id under which another pipeline's run is kept. */
export class RunIdTaken extends Error {
  override readonly name = 'RunIdTaken';
  readonly type: typeof terminalErrors.invalidInput = terminalErrors.invalidInput;
}

/** A discard of everything, which nobody means. */
export class EmptyFilter extends Error {
  override readonly name = 'EmptyFilter';
  readonly type: typeof terminalErrors.invalidInput = terminalErrors.invalidInput;
}

/** More items were quarantined than the run allows; nothing was published. */
export class QuarantineLimit extends Error {
  override readonly name = 'QuarantineLimit';
  readonly type: typeof terminalErrors.quarantineLimit = terminalErrors.quarantineLimit;
}

/** The table and the contract's columns cannot be brought together by widening. */
export class DatasetMismatch extends Error {
  override readonly name = 'DatasetMismatch';
  readonly type: typeof terminalErrors.datasetMismatch = terminalErrors.datasetMismatch;
}

export function isStoreUnavailable(error: unknown): error is StoreUnavailable {
  return error instanceof StoreUnavailable;
}
