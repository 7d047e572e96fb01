import { toBackfillId } from '@headrace/contracts';

import { TemporalUnreachable } from '../errors/temporal-unreachable.ts';
import { lookTimeout, startPacer, type WatchOptions } from '../pacer.ts';
import { isEnded } from '../run-state.ts';
import type { Settings } from '../settings.ts';
import { readBackfill, type BackfillStatus } from './read-backfill.ts';

export interface WatchedBackfill extends BackfillStatus {
  /** `false` while Temporal does not answer; the rest is then as it was last known. */
  readonly connected: boolean;
}

/**
 * A backfill's status again and again until it has ended, its last one included. Goes on through lost connections and
 * dead workers. Throws `BackfillNotFound`, and `TemporalUnreachable` where there was no first answer.
 */
export async function* watchBackfill(
  settings: Settings,
  name: string,
  options: WatchOptions = {},
): AsyncGenerator<WatchedBackfill, void> {
  let last: WatchedBackfill = { ...(await readBackfill(settings, name)), connected: true };
  yield last;
  if (isEnded(last.state)) return;
  const pacer = startPacer(settings, toBackfillId(name), options);
  try {
    while (!isEnded(last.state)) {
      await pacer.pause();
      last = await look({ ...settings, callTimeout: lookTimeout }, last);
      yield last;
    }
  } finally {
    pacer.stop();
  }
}

async function look(settings: Settings, last: WatchedBackfill): Promise<WatchedBackfill> {
  try {
    const status = await readBackfill(settings, last.name);
    // A worker that is away for a moment takes nothing back.
    return { ...status, progress: status.progress ?? last.progress, connected: true };
  } catch (error) {
    if (error instanceof TemporalUnreachable) return { ...last, connected: false };
    throw error;
  }
}
