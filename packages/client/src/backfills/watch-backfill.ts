import { toBackfillId } from '@headrace/contracts';

import type { Settings } from '../settings.ts';
import { watchWorkflow, type Watched, type WatchOptions } from '../watch-workflow.ts';
import { readBackfill, type BackfillStatus } from './read-backfill.ts';

export type WatchedBackfill = Watched<BackfillStatus>;

/**
 * A backfill's status again and again until it has ended, its last one included. Goes on through lost connections and
 * dead workers. Throws `BackfillNotFound`, and `TemporalUnreachable` where there was no first answer.
 */
export function watchBackfill(
  settings: Settings,
  name: string,
  options: WatchOptions = {},
): AsyncGenerator<WatchedBackfill, void> {
  return watchWorkflow<BackfillStatus>(
    settings,
    {
      workflowId: toBackfillId(name),
      read: (bounded) => readBackfill(bounded, name),
      // A worker that is away for a moment takes nothing back.
      follow: (last, next) => ({ ...next, progress: next.progress ?? last.progress }),
    },
    options,
  );
}
