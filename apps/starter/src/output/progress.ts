import type { WatchedStatus, RunStatus } from '@headrace/client';
import type { RunProgress } from '@headrace/contracts';

import { createLineReporter, type Terminal } from './terminal.ts';
import { plural, formatCount, formatRemaining, formatUtc } from './numbers.ts';
import { formatLimit } from './runs/limits.ts';
import { clean } from './text.ts';

export interface ProgressReporter {
  report(status: WatchedStatus): void;
}

/** A run's progress, on stderr. */
export function createProgressReporter(
  terminal: Terminal,
  now: () => number = () => performance.now(),
): ProgressReporter {
  const reporter = createLineReporter(terminal, now);
  let meter = createRateMeter();

  function measure(status: WatchedStatus): number | undefined {
    const { progress, connected, current } = status;
    // The rate before a pause says nothing of the time after the pause.
    if (!isLanding(status)) meter = createRateMeter();
    else if (progress && connected && current) return meter.measure(countDone(progress), now());
    return undefined;
  }

  return {
    report: (status) => reporter.report(toProgressLine(status, measure(status)), toSubject(status)),
  };
}

/** The subject of a line: a line about another subject is printed at once. */
function toSubject({ state, stopping, connected, current, progress }: WatchedStatus): string {
  return JSON.stringify([state, stopping, connected, current, progress?.phase, progress?.steering]);
}

/** Formats a run's progress in one line. The rate is of the last seconds, `undefined` while unknown. */
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
    ...toLimits(status, progress),
    ...trouble,
  ].join('  ');
}

/** Items that need nothing more. */
function countDone({ landed, absent, quarantined }: RunProgress): number {
  return landed + absent + quarantined;
}

/** Whether batches are being dispatched and landed, so that there is a rate. */
function isLanding({ state, stopping, progress }: RunStatus): boolean {
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
    return `for ${dataset} ${which} until ${formatUtc(until)} UTC`;
  });
}

function toCounts(progress: RunProgress): string[] {
  const { listed, listedAll } = progress;
  if (listed === 0) return [];
  const done = countDone(progress);
  const share = listedAll ? ` (${Math.min(100, Math.floor((done / listed) * 100))}%)` : '';
  return [`${formatCount(done)} of ${formatCount(listed)}${listedAll ? '' : ' so far'}${share}`];
}

/** Items a second, and the time left where all is listed and something moves. */
function toPace(progress: RunProgress, itemsPerSecond: number | undefined): string[] {
  if (itemsPerSecond === undefined) return [];
  const rate = `${formatCount(Math.round(itemsPerSecond))} items/s`;
  const left = progress.listed - countDone(progress);
  if (!progress.listedAll || left <= 0 || itemsPerSecond <= 0) return [rate];
  return [rate, `ETA ${formatRemaining((left / itemsPerSecond) * 1_000)}`];
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
      ? `${formatCount(shardsDone)} of ${plural(shards, 'shard')}`
      : `${formatCount(batchesDone)} of ${plural(batches, 'batch', 'batches')}`;
  return [
    ...(quarantined > 0 ? [`${formatCount(quarantined)} quarantined`] : []),
    ...(retries > 0 ? [plural(retries, 'retry', 'retries')] : []),
    ...(listed > 0 ? [steps] : []),
  ];
}

/** Names the most frequent limit. A source that takes its time is no news. */
function toLimits({ limits }: RunStatus, { steering }: RunProgress): string[] {
  const [limit] = steering.paused ? [] : limits.filter(({ by }) => by !== 'source');
  return limit ? [formatLimit(limit)] : [];
}

/** The activity that has been tried most often, and why. */
function toTrouble({ pending }: RunStatus): string[] {
  const worst = pending.filter(({ lastFailure }) => lastFailure).toSorted((a, b) => b.attempt - a.attempt)[0];
  if (!worst?.lastFailure) return [];
  const { type, message } = worst.lastFailure;
  return [clean(`${worst.activity} attempt ${worst.attempt} after ${type}: ${message}`)];
}

interface Sample {
  readonly at: number;
  readonly done: number;
}

export interface RateMeter {
  /** Takes a sample, its time in ms on a clock that is never set, and tells items a second over the last seconds. */
  measure(done: number, at: number): number | undefined;
}

/** Over so many ms; longer where the sample before was longer ago. */
const span = 10_000;

/** Never negative: a count or a clock that goes back stands still. */
export function createRateMeter(): RateMeter {
  let samples: readonly Sample[] = [];
  return {
    measure(done, at) {
      const last = samples.at(-1);
      const sample = last ? { at: Math.max(at, last.at), done: Math.max(done, last.done) } : { at, done };
      samples = [...samples.filter((one) => one === last || sample.at - one.at <= span), sample];
      const [first = sample] = samples;
      return sample.at === first.at
        ? undefined
        : ((sample.done - first.done) / (sample.at - first.at)) * 1_000;
    },
  };
}
