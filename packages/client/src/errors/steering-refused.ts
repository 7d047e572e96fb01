import { HeadraceError } from './headrace-error.ts';

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
}
