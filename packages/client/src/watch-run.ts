import { readStatus, type RunStatus } from './read-status.ts';
import type { Settings } from './settings.ts';
import { forwardProgress } from './sum-progress.ts';
import { watchWorkflow, type Watched, type WatchOptions } from './watch-workflow.ts';

export type WatchedStatus = Watched<RunStatus>;

/**
 * A run's status again and again until it has ended, its last one included. Goes on through lost connections and dead
 * workers; its counts never go backwards.
 * Throws `RunNotFound`, and `TemporalUnreachable` where there was no first answer.
 */
export function watchRun(
  settings: Settings,
  runId: string,
  options: WatchOptions = {},
): AsyncGenerator<WatchedStatus, void> {
  return watchWorkflow<RunStatus>(
    settings,
    {
      workflowId: runId,
      read: (bounded) => readStatus(bounded, runId),
      follow: (last, next) => ({ ...next, progress: forwardProgress(last.progress, next.progress) }),
    },
    options,
  );
}
