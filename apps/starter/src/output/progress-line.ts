import type { WatchedStatus } from '@headrace/client';
import type { RunProgress } from '@headrace/contracts';

import { clean } from './clean.ts';
import { showCount } from './numbers.ts';

/** What a run is at, in one line. Items a second are of the last seconds, `undefined` while they are not known. */
export function toProgressLine(status: WatchedStatus, itemsPerSecond: number | undefined): string {
  if (!status.connected) return 'Temporal does not answer; the run goes on without us, trying again';
  const { progress } = status;
  const trouble = toTrouble(status);
  if (progress === null) return ['waiting for a worker', ...trouble].join('  ');
  const rate = itemsPerSecond === undefined ? [] : [`${showCount(Math.round(itemsPerSecond))} items/s`];
  return [progress.phase, ...toCounts(progress), ...rate, ...trouble].join('  ');
}

/** Items that need nothing more. */
export function countDone({ landed, absent, quarantined }: RunProgress): number {
  return landed + absent + quarantined;
}

function toCounts(progress: RunProgress): string[] {
  const { listed, listedAll, quarantined, batches, batchesDone } = progress;
  if (listed === 0) return [];
  const done = countDone(progress);
  const share = listedAll ? ` (${Math.floor((done / listed) * 100)}%)` : '';
  return [
    `${showCount(done)} of ${showCount(listed)}${listedAll ? '' : ' so far'}${share}`,
    `batch ${showCount(batchesDone)} of ${showCount(batches)}`,
    ...(quarantined > 0 ? [`${showCount(quarantined)} quarantined`] : []),
  ];
}

/** The activity that has been tried most often, and why. */
function toTrouble({ pending }: WatchedStatus): string[] {
  const worst = pending.filter(({ lastFailure }) => lastFailure).toSorted((a, b) => b.attempt - a.attempt)[0];
  if (!worst?.lastFailure) return [];
  const { type, message } = worst.lastFailure;
  return [clean(`${worst.activity} attempt ${worst.attempt} after ${type}: ${message}`)];
}
