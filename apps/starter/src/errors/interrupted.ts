/** The command was asked to stop; a run it waited for goes on. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly runId: string | undefined;
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM', runId: string | undefined) {
    super(
      runId === undefined ? 'interrupted' : `run ${runId} goes on; watch it with: headrace watch ${runId}`,
    );
    this.signal = signal;
    this.runId = runId;
  }
}
