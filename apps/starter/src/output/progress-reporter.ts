import type { WatchedStatus } from '@headrace/client';

import { fit } from './fit.ts';
import { countDone, isLanding, toProgressLine } from './progress-line.ts';
import { createRateMeter } from './rate-meter.ts';
import type { Terminal } from './terminal.ts';

export interface ProgressReporter {
  report(status: WatchedStatus): void;
}

/** ms between two lines where nothing can be overwritten, unless something changed. */
const sparse = 10_000;

/** Progress on stderr: a live line on a terminal, else a line when the run is at something else and now and then. */
export function createProgressReporter(
  terminal: Terminal,
  now: () => number = () => performance.now(),
): ProgressReporter {
  let meter = createRateMeter();
  let said = { at: -Infinity, about: '' };

  function measure(status: WatchedStatus): number | undefined {
    const { progress, connected, current } = status;
    // What was landed before a pause says nothing of the time after it.
    if (!isLanding(status)) meter = createRateMeter();
    else if (progress && connected && current) return meter.measure(countDone(progress), now());
    return undefined;
  }

  function saySparsely(line: string, about: string): void {
    if (about === said.about && now() - said.at < sparse) return;
    said = { at: now(), about };
    terminal.say(line);
  }

  return {
    report(status) {
      const line = toProgressLine(status, measure(status));
      if (terminal.liveWidth === undefined) saySparsely(line, toSubject(status));
      // The last column stays free: some terminals wrap when it is taken.
      else terminal.live(fit(line, terminal.liveWidth - 1));
    },
  };
}

/** What a line is about: another one is worth saying at once. */
function toSubject({ state, stopping, connected, current, progress }: WatchedStatus): string {
  return JSON.stringify([state, stopping, connected, current, progress?.phase, progress?.steering]);
}
