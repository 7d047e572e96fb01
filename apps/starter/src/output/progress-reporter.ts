import type { WatchedStatus } from '@headrace/client';

import { createLineReporter } from './line-reporter.ts';
import { countDone, isLanding, toProgressLine } from './progress-line.ts';
import { createRateMeter } from './rate-meter.ts';
import type { Terminal } from './terminal.ts';

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
    // What was landed before a pause says nothing of the time after it.
    if (!isLanding(status)) meter = createRateMeter();
    else if (progress && connected && current) return meter.measure(countDone(progress), now());
    return undefined;
  }

  return {
    report: (status) => reporter.report(toProgressLine(status, measure(status)), toSubject(status)),
  };
}

/** What a line is about: another one is worth saying at once. */
function toSubject({ state, stopping, connected, current, progress }: WatchedStatus): string {
  return JSON.stringify([state, stopping, connected, current, progress?.phase, progress?.steering]);
}
