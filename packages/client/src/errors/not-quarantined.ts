import { HeadraceError } from './headrace-error.ts';

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
}
