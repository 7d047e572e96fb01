import { fit } from './text.ts';
import type { Terminal } from './terminal.ts';

export interface LineReporter {
  /** `about` is what the line is about: another one is worth saying at once. */
  report(line: string, about: string): void;
}

/** ms between two lines where nothing can be overwritten, unless something changed. */
const sparse = 10_000;

/** A live line on a terminal, else a line when it is about something else and now and then; on stderr. */
export function createLineReporter(terminal: Terminal, now: () => number): LineReporter {
  let said = { at: -Infinity, about: '' };

  function saySparsely(line: string, about: string): void {
    if (about === said.about && now() - said.at < sparse) return;
    said = { at: now(), about };
    terminal.say(line);
  }

  return {
    report(line, about) {
      if (terminal.liveWidth === undefined) saySparsely(line, about);
      // The last column stays free: some terminals wrap when it is taken.
      else terminal.live(fit(line, terminal.liveWidth - 1));
    },
  };
}
