import type { WatchedBackfill } from '@headrace/client';
import type { BackfillProgress } from '@headrace/contracts';

import { plural, showCount, showRemaining } from './numbers.ts';

/** What a backfill is at, in one line. Intervals a second are of the last seconds, `undefined` while they are not known. */
export function toBackfillLine(
  { connected, progress, state, stopping }: WatchedBackfill,
  intervalsPerSecond: number | undefined,
): string {
  if (!connected) return 'Temporal does not answer; the backfill goes on without us, trying again';
  if (progress === null) return state === 'running' ? 'waiting for a worker' : state;
  const { intervals, finished, running, failed, elsewhere, paused } = progress;
  const through = countThrough(progress);
  return [
    toPhase({ state, stopping, paused }),
    `${showCount(through)} of ${plural(intervals, 'interval')} (${Math.floor((through / intervals) * 100)}%)`,
    ...toPace(intervals - through, intervalsPerSecond),
    ...(running > 0 ? [`${showCount(running)} running`] : []),
    ...(finished > 0 ? [`${showCount(finished)} done before`] : []),
    ...(failed > 0 ? [`${showCount(failed)} failed`] : []),
    ...(elsewhere > 0 ? [`${showCount(elsewhere)} running elsewhere`] : []),
  ].join('  ');
}

/** Intervals that the backfill does nothing more about. */
export function countThrough({ finished, completed, failed, elsewhere }: BackfillProgress): number {
  return finished + completed + failed + elsewhere;
}

function toPhase({ state, stopping, paused }: { state: string; stopping: boolean; paused: boolean }): string {
  if (stopping) return 'stopping';
  return state === 'running' && paused ? 'paused' : state;
}

function toPace(left: number, perSecond: number | undefined): string[] {
  if (perSecond === undefined || perSecond <= 0 || left <= 0) return [];
  const rate = perSecond < 10 ? perSecond.toFixed(1) : showCount(Math.round(perSecond));
  return [`${rate}/s`, `ETA ${showRemaining((left / perSecond) * 1_000)}`];
}
