import type { ErrorKind } from '@headrace/contracts';
import { closest, distance } from 'fastest-levenshtein';

/** The command line is not as it should be; nothing was started. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  get kind(): ErrorKind {
    return 'invalid';
  }
}

export type FollowedKind = 'run' | 'stopping run' | 'backfill';

const goesOn: Readonly<Record<FollowedKind, (id: string) => string>> = {
  run: (id) => `run ${id} goes on; watch it with: headrace watch ${id}`,
  'stopping run': (id) => `run ${id} was asked to stop, and does; watch it with: headrace watch ${id}`,
  backfill: (id) => `backfill ${id} goes on; watch it with: headrace backfill watch ${id}`,
};

/** The command was asked to stop; what it waited for goes on. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly runId: string | undefined;
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM', runId: string | undefined, kind: FollowedKind = 'run') {
    super(runId === undefined ? 'interrupted' : goesOn[kind](runId));
    this.signal = signal;
    this.runId = runId;
  }
}

/** The name that was probably meant, or `undefined` when none is near. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const name = closest(given, [...names]);
  // Farther than that is not a slip of the fingers.
  return distance(given, name) <= Math.max(2, given.length / 3) ? name : undefined;
}
