import type { WatchedStatus } from '@headrace/client';

import { fit } from './fit.ts';
import { countDone, toProgressLine } from './progress-line.ts';
import { createRateMeter } from './rate-meter.ts';
import type { Terminal } from './terminal.ts';

export interface ProgressReporter {
  report(status: WatchedStatus): void;
}

/** ms between two lines where nothing can be overwritten, unless something changed. */
const sparse = 10_000;

/** Progress on stderr: a live line on a terminal, else a line when the phase or the connection changes and now and then. */
export function createProgressReporter(terminal: Terminal, now: () => number = Date.now): ProgressReporter {
  const meter = createRateMeter();
  let said = { at: -Infinity, about: '' };

  function saySparsely(line: string, about: string): void {
    if (about === said.about && now() - said.at < sparse) return;
    said = { at: now(), about };
    terminal.say(line);
  }

  return {
    report(status) {
      const { progress, connected, state } = status;
      const rate = progress?.phase === 'land' ? meter.measure(countDone(progress), now()) : undefined;
      const line = toProgressLine(status, rate);
      if (terminal.liveWidth === undefined) saySparsely(line, `${state} ${connected} ${progress?.phase}`);
      else terminal.live(fit(line, terminal.liveWidth - 1));
    },
  };
}
