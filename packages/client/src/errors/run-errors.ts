import { terminalErrors, type ErrorKind } from '@headrace/contracts';

import type { RunState } from '../temporal/run-state.ts';
import { HeadraceError } from './headrace-error.ts';

/** There is no run of that id. */
export class RunNotFound extends HeadraceError {
  override readonly name = 'RunNotFound';
  readonly type: string = terminalErrors.runNotFound;

  static of(runId: string, options?: ErrorOptions): RunNotFound {
    return new RunNotFound(`there is no run ${runId}`, options);
  }

  get kind(): ErrorKind {
    return 'missing';
  }
}

/** The run's keys were pruned; which rows of the dataset are its own is no longer known. */
export class RunPruned extends HeadraceError {
  override readonly name = 'RunPruned';
  readonly type: string = terminalErrors.runPruned;

  get kind(): ErrorKind {
    return 'gone';
  }
}

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

  get kind(): ErrorKind {
    return 'conflict';
  }
}

/** A run that is still running cannot start over. */
export class RunStillRunning extends HeadraceError {
  override readonly name = 'RunStillRunning';
  readonly type = 'RunStillRunning';
  readonly runId: string;

  constructor(runId: string) {
    super(`run ${runId} is still running, so it cannot start over; cancel it first, or give another id`);
    this.runId = runId;
  }

  get kind(): ErrorKind {
    return 'conflict';
  }
}

/** The run id belongs to another pipeline's run. */
export class RunIdTaken extends HeadraceError {
  override readonly name = 'RunIdTaken';
  readonly type = 'RunIdTaken';
  readonly runId: string;
  /** The pipeline it belongs to, or the workflow type where that is no pipeline's. */
  readonly owner: string;

  constructor(runId: string, { owner, pipeline }: { owner: string; pipeline: string }) {
    super(`run id ${runId} belongs to ${owner}, not to ${pipeline}; give another id`);
    this.runId = runId;
    this.owner = owner;
  }

  get kind(): ErrorKind {
    return 'conflict';
  }
}

/** The run that has the id was asked to land something else; nothing was started. */
export class RequestDiffers extends HeadraceError {
  override readonly name = 'RequestDiffers';
  readonly type = 'RequestDiffers';
  readonly runId: string;
  /** A sentence for each field that differs. */
  readonly differences: readonly string[];

  constructor(runId: string, differences: readonly string[]) {
    super(
      `run ${runId} was started with another request: ${differences.join('; ')}; ` +
        'give another id, or start over with again',
    );
    this.runId = runId;
    this.differences = differences;
  }

  get kind(): ErrorKind {
    return 'conflict';
  }
}

/** The run refused to be steered so; it goes on as before. */
export class SteeringRefused extends HeadraceError {
  override readonly name = 'SteeringRefused';
  readonly type = 'SteeringRefused';
  readonly runId: string;

  /** `reason` is what the run says: what was given, and what would have been valid. */
  constructor(runId: string, reason: string, options?: ErrorOptions) {
    super(`run ${runId} refused: ${reason}`, options);
    this.runId = runId;
  }

  get kind(): ErrorKind {
    return 'invalid';
  }
}

/** The run has no such item in quarantine. */
export class NotQuarantined extends HeadraceError {
  override readonly name = 'NotQuarantined';
  readonly type = 'NotQuarantined';
  readonly runId: string;
  readonly key: string;

  constructor(runId: string, key: string) {
    super(`run ${runId} has no item ${JSON.stringify(key)} in quarantine`);
    this.runId = runId;
    this.key = key;
  }

  get kind(): ErrorKind {
    return 'missing';
  }
}
