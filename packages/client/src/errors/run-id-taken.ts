import { HeadraceError } from './headrace-error.ts';

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
}
