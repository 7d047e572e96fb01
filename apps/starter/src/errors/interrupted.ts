export type FollowedKind = 'run' | 'backfill';

const watching: Readonly<Record<FollowedKind, string>> = { run: 'watch', backfill: 'backfill watch' };

/** The command was asked to stop; what it waited for goes on. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly runId: string | undefined;
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM', runId: string | undefined, kind: FollowedKind = 'run') {
    super(
      runId === undefined
        ? 'interrupted'
        : `${kind} ${runId} goes on; watch it with: headrace ${watching[kind]} ${runId}`,
    );
    this.signal = signal;
    this.runId = runId;
  }
}
