import { toBackfillId, type BackfillProgress } from '@headrace/contracts';

import { watchWorkflow, type Watched, type WatchOptions } from '../runs/watch-run.ts';
import { queryProgress } from '../temporal/ask.ts';
import type { Settings } from '../temporal/settings.ts';
import { describeBackfill, type BackfillDescription } from './describe-backfill.ts';

export interface BackfillStatus extends BackfillDescription {
  /** `null` where no worker tells. */
  readonly progress: BackfillProgress | null;
}

/** Reads a backfill's status, with or without a worker. Throws `BackfillNotFound` or `TemporalUnreachable`. */
export async function readBackfill(settings: Settings, name: string): Promise<BackfillStatus> {
  await describeBackfill(settings, name);
  const progress = await queryProgress<BackfillProgress>(settings, toBackfillId(name));
  // After the question: what has ended by then is told as ended.
  return { ...(await describeBackfill(settings, name)), progress };
}

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
