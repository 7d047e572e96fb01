import { HeadraceError } from './headrace-error.ts';

/** A run that is still running cannot start over. */
export class RunStillRunning extends HeadraceError {
  override readonly name = 'RunStillRunning';
  readonly type = 'RunStillRunning';
  readonly runId: string;

  constructor(runId: string) {
    super(`run ${runId} is still running, so it cannot start over; cancel it first, or give another id`);
    this.runId = runId;
  }
}
