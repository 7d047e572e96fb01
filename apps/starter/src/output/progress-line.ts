import type { RunStatus, WatchedStatus } from '@headrace/client';
import type { RunProgress } from '@headrace/contracts';

import { clean } from './clean.ts';
import { plural, showCount, showRemaining } from './numbers.ts';
import { showUtc } from './time.ts';

/** What a run is at, in one line. Items a second are of the last seconds, `undefined` while they are not known. */
export function toProgressLine(status: WatchedStatus, itemsPerSecond: number | undefined): string {
  if (!status.connected) return 'Temporal does not answer; the run goes on without us, trying again';
  const { progress, current } = status;
  const trouble = toTrouble(status);
  if (progress === null) return ['waiting for a worker', ...trouble].join('  ');
  const silence = current ? [] : ['waiting for a worker'];
  return [
    toPhase(status, progress),
    ...toWaits(progress),
    ...toCounts(progress),
    ...toPace(progress, itemsPerSecond),
    ...toNotes(progress),
    ...silence,
    ...trouble,
  ].join('  ');
}

/** Items that need nothing more. */
export function countDone({ landed, absent, quarantined }: RunProgress): number {
  return landed + absent + quarantined;
}

/** Whether batches are being dispatched and landed, so that there is a rate. */
export function isLanding({ state, stopping, progress }: RunStatus): boolean {
  return state === 'running' && !stopping && progress?.phase === 'land' && !progress.steering.paused;
}

function toPhase({ state, stopping }: RunStatus, { phase, steering }: RunProgress): string {
  if (stopping) return 'stopping';
  const dispatches = phase === 'plan' || phase === 'land';
  return state === 'paused' || (dispatches && steering.paused) ? 'paused' : phase;
}

/** `for hacker_news_stories of the same interval until 2026-11-21 08:00 UTC`. */
function toWaits({ waitsFor }: RunProgress): string[] {
  return waitsFor.map(({ dataset, interval, until }) => {
    const which = interval === 'same' ? 'of the same interval' : 'in any version';
    return `for ${dataset} ${which} until ${showUtc(until)} UTC`;
  });
}

function toCounts(progress: RunProgress): string[] {
  const { listed, listedAll } = progress;
  if (listed === 0) return [];
  const done = countDone(progress);
  const share = listedAll ? ` (${Math.min(100, Math.floor((done / listed) * 100))}%)` : '';
  return [`${showCount(done)} of ${showCount(listed)}${listedAll ? '' : ' so far'}${share}`];
}

/** Items a second, and the time left where all is listed and something moves. */
function toPace(progress: RunProgress, itemsPerSecond: number | undefined): string[] {
  if (itemsPerSecond === undefined) return [];
  const rate = `${showCount(Math.round(itemsPerSecond))} items/s`;
  const left = progress.listed - countDone(progress);
  if (!progress.listedAll || left <= 0 || itemsPerSecond <= 0) return [rate];
  return [rate, `ETA ${showRemaining((left / itemsPerSecond) * 1_000)}`];
}

function toNotes({
  listed,
  quarantined,
  retries,
  batches,
  batchesDone,
  shards,
  shardsDone,
}: RunProgress): string[] {
  const steps =
    shards > 1
      ? `${showCount(shardsDone)} of ${plural(shards, 'shard')}`
      : `${showCount(batchesDone)} of ${plural(batches, 'batch', 'batches')}`;
  return [
    ...(quarantined > 0 ? [`${showCount(quarantined)} quarantined`] : []),
    ...(retries > 0 ? [plural(retries, 'retry', 'retries')] : []),
    ...(listed > 0 ? [steps] : []),
  ];
}

/** The activity that has been tried most often, and why. */
function toTrouble({ pending }: RunStatus): string[] {
  const worst = pending.filter(({ lastFailure }) => lastFailure).toSorted((a, b) => b.attempt - a.attempt)[0];
  if (!worst?.lastFailure) return [];
  const { type, message } = worst.lastFailure;
  return [clean(`${worst.activity} attempt ${worst.attempt} after ${type}: ${message}`)];
}
